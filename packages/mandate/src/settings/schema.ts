/**
 * The JSON Schemas that a setting may have: few, so that each value also has a spelling as plain
 * text. They are checked here, since loading a library for all of JSON Schema would take longer
 * than everything else that a command does.
 */

import type { Translated } from '../words/languages.ts'

/** A text, or one for each language, of which English is the one for all others. */
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

/** What fits a schema. */
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

/** What fits one schema or another. */
export type SettingValue = Fitting<SettingSchema>

/** Whether a value fits a schema. */
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
