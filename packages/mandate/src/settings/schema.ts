/**
 * The subset of JSON Schema that settings use, small enough that each value can also be written as
 * plain text. Validated here, because loading a full JSON Schema library would take longer than the
 * rest of a command. A map with entries of several kinds (`kinds.ts`) is not expressed in this
 * schema; it is checked entry by entry, so that each problem has its own place.
 */

/** A text, or one per language with English as the fallback. */
export const translated = {
  anyOf: [
    { type: 'string' },
    { type: 'object', additionalProperties: { type: 'string' }, required: ['en'] },
  ],
} as const satisfies ValueSchema

/** A schema that can be nested. */
export type ValueSchema =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'string'; readonly minLength?: 1; readonly enum?: readonly string[] }
  | { readonly type: 'array'; readonly items: { readonly type: 'string' }; readonly minItems?: 1 }
  | {
      readonly type: 'object'
      readonly additionalProperties: ValueSchema
      readonly minProperties?: 1
      readonly required?: readonly string[]
    }
  | { readonly anyOf: readonly ValueSchema[] }

/** A schema for a whole setting. */
export type SettingSchema =
  | Exclude<ValueSchema, { readonly anyOf: unknown }>
  | { readonly type: 'object'; readonly kinds: Kinds }

/** A member of a kind. Optional if it is neither `required` nor has a default. */
export interface Member {
  readonly schema: ValueSchema
  readonly required?: true
  readonly default?: SettingValue
  readonly meaning: string
  /** What is valid, as text to follow the word "give". */
  readonly give: string
  /** What would be valid instead of a value that passes the schema, to follow "give". */
  readonly problem?: (value: SettingValue) => string | undefined
  /** A secret: never shown, and also accepted from a file (`client_secret_file`). */
  readonly confidential?: true
}

type Members = Readonly<Record<string, Member>>

/** The values of members, for the code of the kind. */
export type ValuesOf<Table extends Members> = {
  readonly [Name in keyof Table]:
    | Fitting<Table[Name]['schema']>
    | (Table[Name] extends { readonly required: true } | { readonly default: SettingValue }
        ? never
        : undefined)
}

export interface Kind {
  readonly kind: string
  /** There is at most one such entry, and its name is the name of the kind. */
  readonly isSingle?: true
  readonly meaning: string
  readonly members: Members
  /**
   * Rules about several members: the invalid member, and what would be valid, to follow "give".
   * Called only if each member alone is valid.
   */
  problems?(values: EntryOfKind, name: string): readonly Fault[]
}

interface Fault {
  readonly member: string
  readonly give: string
}

export interface Kinds {
  /** The member that names the kind. */
  readonly by: string
  readonly kinds: readonly Kind[]
}

/** The type of values that match a schema. */
export type Fitting<Schema> = Schema extends { readonly type: 'integer' }
  ? number
  : Schema extends { readonly type: 'boolean' }
    ? boolean
    : Schema extends { readonly enum: readonly (infer Member)[] }
      ? Member
      : Schema extends { readonly type: 'string' }
        ? string
        : Schema extends { readonly type: 'array' }
          ? readonly string[]
          : Schema extends { readonly anyOf: readonly (infer Option)[] }
            ? Fitting<Option>
            : Schema extends { readonly additionalProperties: infer Value }
              ? Readonly<Record<string, Fitting<Value>>>
              : Readonly<Record<string, EntryOfKind>>

/** One entry of a map of kinds: the members of its kind, and which kind it is. */
export type EntryOfKind = Readonly<Record<string, SettingValue>>

/** The type of values that match any schema. */
export type SettingValue =
  | number
  | boolean
  | string
  | readonly string[]
  | { readonly [name: string]: SettingValue }

/** Whether a value matches a schema. For a map of kinds, only whether it is a map. */
export function fits(schema: ValueSchema | SettingSchema, value: unknown): value is SettingValue {
  if ('anyOf' in schema) return schema.anyOf.some((option) => fits(option, value))
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
      return (
        isText(value) &&
        value.length >= (schema.minLength ?? 0) &&
        (schema.enum?.includes(value) ?? true)
      )
    case 'array':
      return Array.isArray(value) && value.length >= (schema.minItems ?? 0) && value.every(isText)
    case 'object': {
      if (!isMap(value)) return false
      if ('kinds' in schema) return true
      const { additionalProperties, minProperties = 0, required = [] } = schema
      return (
        Object.keys(value).length >= minProperties &&
        required.every((name) => Object.hasOwn(value, name)) &&
        Object.values(value).every((member) => fits(additionalProperties, member))
      )
    }
  }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
