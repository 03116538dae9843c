/**
 * Parses parameters as RFC 6749 requires: strict UTF-8 form data (App. B); an empty value counts as
 * omitted; unknown names are ignored; repeating a defined name is an error (§3.1, §3.2).
 */

import { Refusal } from '../explanations/refusal.ts'

/** Surrogates are neither encoded nor refused, paired or not. */
const PLAIN = /^[\w.~&=-]*$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class Parameters {
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values
  }

  /** The value, or undefined if omitted. Throws `Refusal` if repeated. */
  one(name: string): string | undefined {
    const values = this.#values.get(name)
    if (values !== undefined && values.length > 1) {
      throw new Refusal('repeated_parameter', { parameter: name })
    }
    return values?.[0]
  }

  /** The value. Throws `Refusal` if omitted or repeated. */
  required(name: string): string {
    const value = this.one(name)
    if (value === undefined) throw new Refusal('missing_parameter', { parameter: name })
    return value
  }

  /** All values of a name that may repeat (`resource`, RFC 8707 §2). */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  names(): readonly string[] {
    return [...this.#values.keys()]
  }

  entries(): readonly (readonly [string, readonly string[]])[] {
    return [...this.#values]
  }

  /** The entries but these. */
  without(names: readonly string[]): readonly (readonly [string, readonly string[]])[] {
    return this.entries().filter(([name]) => !names.includes(name))
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** As a form again, with some names replaced or, by undefined, left out. */
  toForm(changed: Readonly<Record<string, string | undefined>> = {}): string {
    const kept = this.without(Object.keys(changed))
    const all = [
      ...Object.entries(changed).map(([name, value]) => [name, [value ?? []].flat()] as const),
      ...kept,
    ]
    return new URLSearchParams(
      all.flatMap(([name, values]) => values.map((value) => [name, value])),
    ).toString()
  }

  /** Throws `Refusal` if one of these names is repeated. */
  refuseRepeated(names: readonly string[]): void {
    for (const name of names) this.one(name)
  }
}

/**
 * Parses a request body of type `application/x-www-form-urlencoded`, or a query string without its
 * question mark. Throws `Refusal` for broken percent sequences, broken UTF-8 and NUL.
 */
export function parseParameters(form: Uint8Array | string): Parameters {
  const values = new Map<string, string[]>()
  const text = typeof form === 'string' ? form : decodeUtf8(form)
  const decode = PLAIN.test(text) ? asItStands : decodeFormComponent
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (value === '') continue
    const present = values.get(name)
    if (present === undefined) values.set(name, [value])
    else present.push(value)
  }
  return new Parameters(values)
}

/** Decodes one name or value (RFC 6749 App. B). Throws `Refusal`. */
export function decodeFormComponent(text: string): string {
  // Fast path: tokens, ids and most names contain nothing to decode.
  if (PLAIN.test(text)) return text
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new Refusal('malformed_form')
  }
  if (decoded.includes('\0')) throw new Refusal('malformed_form')
  return decoded
}

function asItStands(text: string): string {
  return text
}

/** Decodes bytes as UTF-8. Throws `Refusal` if they are not valid. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('malformed_form')
  }
}
