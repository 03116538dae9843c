/** A labelled input with what is wrong, or what to type, beside it. */

import { type Html, html } from './html.ts'

/**
 * The field with this label. `input` gets the attributes that tie it to its texts. `problem` is
 * announced with the field, and takes the place of the hint.
 */
export function field(
  {
    id,
    label,
    hint = null,
    problem,
  }: {
    readonly id: string
    readonly label: string
    readonly hint?: string | Html | null
    readonly problem: string | Html | null
  },
  input: (described: Html | null) => Html,
): Html {
  const told = problem ?? hint
  const invalid = problem !== null && html` aria-invalid="true"`
  const described = told === null ? null : html`${invalid} aria-describedby="${id}-told"`
  return html`<div class="field">
<label for="${id}">${label}</label>
${told !== null && html`<p class="${problem === null ? 'field-hint' : 'field-problem'}" id="${id}-told">${told}</p>`}
${input(described)}
</div>`
}
