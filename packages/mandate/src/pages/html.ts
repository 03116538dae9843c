/**
 * HTML as a type. A `string` is text and is always escaped; `Html` comes from the `html` tag and is
 * left alone. So no name can become markup by mistake, and nothing is escaped twice.
 */

/** HTML that is safe to send. */
export class Html {
  readonly #source: string
  constructor(source: string) {
    this.#source = source
  }
  toString(): string {
    return this.#source
  }
}

/**
 * The values of a template: text, HTML, lists of both. `null`, `undefined` and `false` print
 * nothing.
 */
export type Printable = string | number | Html | false | null | undefined | readonly Printable[]

/**
 * The template tag of every page. A value may be the content of an element or of a quoted attribute,
 * where escaping these five characters is enough (HTML Standard §13.3). It must not be in a script, a
 * style, a comment, an unquoted attribute or the name of a tag.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Printable[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(print)))
}

/** Trusts text as HTML. Only for constants in this folder, never for input. */
export function unescaped(source: string): Html {
  return new Html(source)
}

function print(value: Printable): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.map(print).join('')
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
