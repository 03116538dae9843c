/**
 * Texts that an operator writes to replace ours. A text has a dotted name, such as
 * `signIn.button`, and placeholders in braces: `{client}`. One with words of its own, such as a link,
 * has them behind a colon: `{account:your account}`.
 */

import type { Words } from './en/en.ts'

/** Texts by their dotted names. */
export type Texts = Readonly<Record<string, string>>

interface Placeholder {
  readonly name: string
  /** The words of its own; undefined for none. */
  readonly words: string | undefined
}

type Text = string | ((given: object) => unknown)

/** The names of texts that are no texts. */
const NOT_TEXTS = ['language', 'direction', 'inWords']
/** Placeholders for a number of seconds, which is told as a span of time. */
const SPANS = ['seconds', 'unused']
/** Stands for every number, to find out where it is in a text. */
const SAMPLE_NUMBER = 3

/** Every text of a catalogue by its dotted name, written as an operator would. */
export function textsOf(words: Words): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const collect = (value: unknown, name: string) => {
    if (typeof value === 'string' || typeof value === 'function') {
      found.set(name, written(value as Text, words))
      return
    }
    for (const [part, inner] of Object.entries(value ?? {})) {
      collect(inner, name === '' ? part : `${name}.${part}`)
    }
  }
  for (const [part, inner] of Object.entries(words)) {
    if (!NOT_TEXTS.includes(part)) collect(inner, part)
  }
  return found
}

/** The placeholders of a text as an operator writes it. */
export function placeholdersOf(text: string): readonly Placeholder[] {
  return piecesOf(text).filter((piece) => typeof piece !== 'string')
}

/** The catalogue with these texts instead of its own; all names must be names of texts. */
export function overridden(words: Words, texts: Texts): Words {
  return Object.entries(texts).reduce<Words>(
    (changed, [name, text]) => replaced(changed, name.split('.'), { text, words }) as Words,
    words,
  )
}

function replaced(
  inside: unknown,
  [part = '', ...rest]: readonly string[],
  by: { readonly text: string; readonly words: Words },
): object {
  const current = (inside as Readonly<Record<string, unknown>>)[part]
  const next =
    typeof current === 'string' || typeof current === 'function'
      ? withText(current as Text, by)
      : replaced(current, rest, by)
  return { ...(inside as object), [part]: next }
}

function withText(
  original: Text,
  { text, words }: { readonly text: string; readonly words: Words },
): Text {
  if (typeof original === 'string') return text
  const pieces = piecesOf(text)
  return (given) => {
    const filled = pieces.map((piece) =>
      typeof piece === 'string' ? piece : fill(piece, given, words),
    )
    return typeof original(given) === 'string' ? filled.flat(9).join('') : filled
  }
}

function fill({ name, words: own }: Placeholder, given: object, { inWords }: Words): unknown {
  const value = (given as Readonly<Record<string, unknown>>)[name]
  if (typeof value === 'number') {
    return SPANS.includes(name) ? inWords.span(value) : inWords.number(value)
  }
  if (typeof value === 'function') return value(own ?? '')
  return Array.isArray(value) ? inWords.list(value) : value
}

function piecesOf(text: string): readonly (string | Placeholder)[] {
  return text
    .split(/(\{\w+(?::[^{}]*)?\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, name, words] = /^\{(\w+)(?::([^{}]*))?\}$/.exec(part) ?? []
      return name === undefined ? part : { name, words }
    })
}

/** A text with its placeholders in braces. */
function written(text: Text, { inWords }: Words): string {
  if (typeof text === 'string') return text
  const numbers = new Set<string>()
  const given = new Proxy({}, { get: (_, name) => standIn(String(name), numbers) })
  const shown = [text(given)].flat(9).map(String).join('')
  return [...numbers].reduce((so, name) => {
    const told = SPANS.includes(name) ? inWords.span(SAMPLE_NUMBER) : inWords.number(SAMPLE_NUMBER)
    return so.replace(told, `{${name}}`)
  }, shown)
}

/** A value that can be used as a name, a number, a list or a link, and shows as its placeholder. */
function standIn(name: string, numbers: Set<string>): unknown {
  const asLink = (words: string) => `{${name}:${words}}`
  return new Proxy(asLink, {
    get(target, property) {
      if (property === 'length') return 1
      if (property === 'map')
        return (each: (item: unknown, place: number) => unknown) => [each(`{${name}}`, 0)]
      if (property === '0') return `{${name}}`
      if (property !== Symbol.toPrimitive) return Reflect.get(target, property)
      return (hint: string) => {
        if (hint === 'string') return `{${name}}`
        numbers.add(name)
        return SAMPLE_NUMBER
      }
    },
  })
}
