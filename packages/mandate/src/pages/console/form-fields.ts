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
