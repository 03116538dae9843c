/**
 * The subset of JSON Schema that settings use, small enough that each value can also be written as
 * plain text. Validated here, because loading a full JSON Schema library would take longer than the
 * rest of a command.
 */

import type { Translated } from '../words/languages.ts'

/** A text, or one per language with English as the fallback. */
export const translated = {
  anyOf: [
    { type: 'string' },
    { type: 'object', additionalProperties: { type: 'string' }, required: ['en'] },
  ],
} as const

export type SettingSchema =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'string'; readonly minLength: 1; readonly enum?: readonly string[] }
  | { readonly type: 'array'; readonly items: { readonly type: 'string' } }
  | {
      readonly type: 'object'
      readonly additionalProperties: typeof translated
      readonly minProperties: 1
    }

/** The type of values that match a schema. */
export type Fitting<Schema extends SettingSchema> = Schema extends { readonly type: 'integer' }
  ? number
  : Schema extends { readonly type: 'boolean' }
    ? boolean
    : Schema extends { readonly enum: readonly (infer Member)[] }
      ? Member
      : Schema extends { readonly type: 'string' }
        ? string
        : Schema extends { readonly type: 'array' }
          ? readonly string[]
          : Readonly<Record<string, Translated>>

/** The type of values that match either schema. */
export type SettingValue = Fitting<SettingSchema>

/** Whether a value matches a schema. */
export function fits(schema: SettingSchema, value: unknown): value is SettingValue {
  switch (schema.type) {
    case 'integer':
      return (
        Number.isInteger(value) &&
        Number(value) >= schema.minimum &&
        Number(value) <= schema.maximum
      )
    case 'boolean':
      return typeof value === 'boolean'
    case 'string':
      return isText(value) && value !== '' && (schema.enum?.includes(value) ?? true)
    case 'array':
      return Array.isArray(value) && value.every(isText)
    case 'object':
      return isMapOf(value, isTranslated) && Object.keys(value).length > 0
  }
}

function isTranslated(value: unknown): value is Translated {
  return isText(value) || (isMapOf(value, isText) && Object.hasOwn(value, 'en'))
}

function isMapOf<Value>(
  value: unknown,
  isValue: (value: unknown) => value is Value,
): value is Record<string, Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isValue)
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
