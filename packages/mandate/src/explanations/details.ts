/**
 * The findings of a check that refused a request. A schema defines the details of one reason. From
 * it follow their type, the validation of stored rows, and the facts on the explanation page.
 */

import type { Details } from '../store/records.ts'
import { en } from '../words/en/en.ts'

type Value = string | number | readonly string[]

export interface Detail<V extends Value = Value, Optional extends boolean = boolean> {
  readonly optional: Optional
  /** Undefined if the detail appears in sentences only. */
  readonly label: string | undefined
  fits(value: unknown): value is V
  show(value: V): string
}

export type DetailsSchema = Readonly<Record<string, Detail>>

type ValueOf<D> = D extends Detail<infer V> ? V : never
type OptionalKeys<S> = { [K in keyof S]: S[K] extends Detail<Value, true> ? K : never }[keyof S]

/** The type of the details that a schema describes. */
export type DetailsIn<S extends DetailsSchema> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: ValueOf<S[K]>
} & { readonly [K in OptionalKeys<S>]?: ValueOf<S[K]> }

export interface Fact {
  readonly label: string
  readonly value: string
}

export function text(label?: string): Detail<string, false> {
  return detail(label, { fits: (value) => typeof value === 'string', show: (value) => value })
}

export function number(
  label?: string,
  show: (value: number) => string = String,
): Detail<number, false> {
  return detail(label, { fits: (value) => typeof value === 'number', show })
}

export function texts(
  label?: string,
  separator: ' ' | '\n' = ' ',
): Detail<readonly string[], false> {
  return detail(label, {
    fits: (value): value is readonly string[] =>
      Array.isArray(value) && value.every((one) => typeof one === 'string'),
    show: (value) => value.join(separator),
  })
}

export function oneOf<Word extends string>(...words: readonly Word[]): Detail<Word, false> {
  return detail(undefined, {
    fits: (value): value is Word => words.some((one) => one === value),
    show: (value) => value,
  })
}

/** One of the keys of `shown`; people read its values. */
export function word<Word extends string>(
  label: string,
  shown: Readonly<Record<Word, string>>,
): Detail<Word, false> {
  return detail(label, {
    fits: (value): value is Word => typeof value === 'string' && Object.hasOwn(shown, value),
    show: (value) => shown[value],
  })
}

/** Seconds since 1970. */
export function moment(label: string): Detail<number, false> {
  return number(label, en.inWords.exactly)
}

export function generation(label: string): Detail<number, false> {
  return number(label, nameOfGeneration)
}

export function optional<V extends Value>(one: Detail<V, false>): Detail<V, true> {
  return { ...one, optional: true }
}

export function nameOfGeneration(generation: number): string {
  return generation === 0 ? 'the authorization code' : `refresh token no. ${generation}`
}

/** Whether details from the store match the schema. Extra ones are ignored. */
export function fits(schema: DetailsSchema, details: Details | null): boolean {
  if (details === null) return false
  return Object.entries(schema).every(([name, { optional, fits }]) =>
    Object.hasOwn(details, name) ? fits(details[name]) : optional,
  )
}

/** One fact per labelled detail, in the order of the schema. The details must match the schema. */
export function factsOf(schema: DetailsSchema, details: Details): readonly Fact[] {
  return Object.entries(schema).flatMap(([name, { label, show }]) => {
    const value = details[name]
    return label === undefined || value === undefined ? [] : fact(label, show(value))
  })
}

/** An empty value is left out. */
export function fact(label: string, value: string | null | undefined): readonly Fact[] {
  return value === undefined || value === null || value === '' ? [] : [{ label, value }]
}

function detail<V extends Value>(
  label: string | undefined,
  rest: Pick<Detail<V>, 'fits' | 'show'>,
): Detail<V, false> {
  return { optional: false, label, ...rest }
}
