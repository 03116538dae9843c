/**
 * HTML as a type of its own. Text that comes from anywhere is a `string` and is escaped; only what
 * `html` itself has built is a `Markup` and is taken unchanged. So a name can become HTML by no
 * slip of the pen, and a fragment is never escaped twice.
 */

import { html as escapingTemplate } from 'ghtml'

/** HTML that is safe to send. */
export class Markup {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

/** `null` and `undefined` print nothing. */
type Value = string | number | Markup | readonly Markup[] | null | undefined

/** The template tag of every page: escapes each value that is not HTML already. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const raw = literals.raw.map((literal, place) => {
    if (place === values.length) return literal
    // ghtml reads "!" before a value as "do not escape". Here the value's type decides that alone.
    const written = literal.endsWith('!') ? `${literal.slice(0, -1)}&#33;` : literal
    return isMarkup(values[place]) ? `${written}!` : written
  })
  return new Markup(escapingTemplate({ raw }, ...values.map(print)))
}

/** Takes text as HTML. For files of this folder only, never for anything that was sent to us. */
export function unescaped(text: string): Markup {
  return new Markup(text)
}

function isMarkup(value: Value): boolean {
  return value instanceof Markup || Array.isArray(value)
}

function print(value: Value): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join('') : String(value)
}
