/** HTML as a template tag. Text is escaped; only the tag's own output passes unchanged. */

export class Html {
  readonly #source: string
  constructor(source: string) {
    this.#source = source
  }
  toString(): string {
    return this.#source
  }
}

export type Printable = string | number | Html | undefined | readonly Html[]

/** Values may appear between tags and in quoted attributes. `undefined` prints nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly Printable[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(print)))
}

function print(value: Printable): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.join('')
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
