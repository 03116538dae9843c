/** Fields of forms in the console. */

import { field } from '../field.ts'
import { type Html, html } from '../html.ts'

export interface LineField {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly hint?: string
  readonly isRequired?: boolean
}

export function lineField({ id, label, value, hint, isRequired = false }: LineField): Html {
  return field(
    { id, label, hint: hint ?? null, problem: null },
    (described) =>
      html`<input id="${id}" name="${id}" value="${value}" autocomplete="off" autocapitalize="off"${isRequired && html` required="required"`}${described}/>`,
  )
}

/** For text of several lines. */
export function textField({ id, label, value, hint }: Omit<LineField, 'isRequired'>): Html {
  return field(
    { id, label, hint: hint ?? null, problem: null },
    (described) =>
      html`<textarea id="${id}" name="${id}" rows="3" autocapitalize="off" spellcheck="false"${described}>${value}</textarea>`,
  )
}

export function tickField({
  id,
  label,
  hint,
  isTicked,
}: {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly isTicked: boolean
}): Html {
  return html`<div class="tick">
<input id="${id}" name="${id}" type="checkbox" value="yes" aria-describedby="${id}-told"${isTicked && html` checked="checked"`}/>
<label for="${id}">${label}</label>
<p id="${id}-told">${hint}</p>
</div>`
}

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string | Html
  readonly hint: string
}

/** One of several, each with a line that says what it means. */
export function choiceField<Value extends string>(
  { id, label, chosen }: { readonly id: string; readonly label: string; readonly chosen: Value },
  choices: readonly Choice<Value>[],
): Html {
  return choicesOf({ id, label, type: 'radio', chosen: [chosen] }, choices)
}

/** Several of several, as above. */
export function ticksField<Value extends string>(
  field: { readonly id: string; readonly label: string; readonly chosen: readonly string[] },
  choices: readonly Choice<Value>[],
): Html {
  return choicesOf({ ...field, type: 'checkbox' }, choices)
}

function choicesOf<Value extends string>(
  {
    id,
    label,
    type,
    chosen,
  }: {
    readonly id: string
    readonly label: string
    readonly type: 'radio' | 'checkbox'
    readonly chosen: readonly string[]
  },
  choices: readonly Choice<Value>[],
): Html {
  return html`<fieldset class="choice-list">
<legend>${label}</legend>
${choices.map(
  ({ value, label: name, hint }) => html`<div class="tick">
<input id="${id}-${value}" name="${id}" type="${type}" value="${value}" aria-describedby="${id}-${value}-told"${chosen.includes(value) && html` checked="checked"`}/>
<label for="${id}-${value}">${name}</label>
<p id="${id}-${value}-told">${hint}</p>
</div>
`,
)}</fieldset>`
}

export function selectField(
  { id, label, hint, chosen }: Omit<LineField, 'value'> & { readonly chosen: string },
  options: readonly (readonly [value: string, label: string])[],
): Html {
  return field(
    { id, label, hint: hint ?? null, problem: null },
    (described) =>
      html`<select id="${id}" name="${id}"${described}>${options.map(
        ([value, name]) =>
          html`<option value="${value}"${value === chosen && html` selected="selected"`}>${name}</option>`,
      )}</select>`,
  )
}
