/**
 * A table is described once: each property of its record is a field. Column names and types, CREATE
 * TABLE, the record's type, reading and writing all follow from the description.
 *
 * Neighbours: `../rows.ts` reads rows with it, `../queries/query.ts` generates SQL from it,
 * `../backup/invariants.ts` detects damage with it.
 */

import type { ColumnType, InputOf, Value } from '../engine.ts'

type Stored = Exclude<Value, null>

/** How one column stores one property of a record. */
export interface Field<Kept, Type extends ColumnType = ColumnType> {
  readonly type: Type
  readonly nullable: boolean
  /** Converts the stored value; undefined if it is invalid. Omitted if it is stored unchanged. */
  decode?(stored: Stored): Kept | undefined
  encode?(kept: Kept): Stored
  /** Whether the stored value can be right, which a digest cannot tell. */
  isSound?(stored: Stored): boolean
}

/** One property stored in several columns. */
export interface Several<Kept, Parts extends Fields> {
  readonly parts: Parts
  join(parts: RecordOf<Parts>): Kept
  split(kept: Kept): RecordOf<Parts>
}

export type Fields = Readonly<Record<string, Field<unknown>>>
export type AnyFields = Readonly<Record<string, Field<unknown> | Several<unknown, Fields>>>

/** The record that the fields describe. */
export type RecordOf<Of extends AnyFields> = {
  readonly [Property in keyof Of]: Of[Property] extends Field<infer Kept>
    ? Kept
    : Of[Property] extends Several<infer Kept, Fields>
      ? Kept
      : never
}

type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Name
type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never
/** One field per column. */
type Flat<Of extends AnyFields> = Intersection<
  {
    [Property in keyof Of]: Of[Property] extends { readonly parts: infer Parts }
      ? Parts
      : Pick<Of, Property>
  }[keyof Of]
>
type TypeOf<Column> = Column extends Field<unknown, infer Type> ? Type : never
export type ColumnsOf<Of extends AnyFields> = {
  readonly [Property in keyof Flat<Of> & string as Snake<Property>]: TypeOf<Flat<Of>[Property]>
}

export interface Table<Of extends AnyFields> {
  readonly name: string
  readonly fields: Of
  readonly columns: ColumnsOf<Of>
}

export const text: Field<string, 'text'> = { type: 'text', nullable: false }
export const integer: Field<number, 'bigint'> = { type: 'bigint', nullable: false }
export const bytes: Field<Uint8Array, 'bytes'> = { type: 'bytes', nullable: false }

/** Text of a narrower type, such as a branded id. */
export function textOf<Kind extends string>(): Field<Kind, 'text'> {
  return { type: 'text', nullable: false }
}

/** Text that is never empty: an id, a hash, a URI. */
export const id: Field<string, 'text'> = { ...text, isSound: (stored) => stored !== '' }

/** Whole seconds since 1970. */
export const time: Field<number, 'bigint'> = {
  ...integer,
  isSound: (stored) => Number(stored) >= 0 && Number(stored) < 32_503_680_000,
}

export const count: Field<number, 'bigint'> = {
  ...integer,
  isSound: (stored) => Number(stored) >= 0,
}

export const flag: Field<boolean, 'bigint'> = {
  ...integer,
  decode: (stored) => stored === 1,
  encode: Number,
}

/** Stored as JSON. */
export const list: Field<readonly string[], 'text'> = {
  ...text,
  decode(stored) {
    if (stored === '[]') return []
    const value = parsed(stored)
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value
      : undefined
  },
  encode: (kept) => JSON.stringify(kept),
}

/** A JSON document, of the type that it was written with. */
export function document<Shape extends object>(): Field<Shape, 'text'> {
  return {
    ...text,
    decode(stored) {
      const value = parsed(stored)
      return typeof value === 'object' && value !== null ? (value as Shape) : undefined
    },
    encode: (kept) => JSON.stringify(kept),
  }
}

export function nullable<Kept, Type extends ColumnType>(
  field: Field<Kept, Type>,
): Field<Kept | null, Type> {
  return { ...field, nullable: true }
}

export function table<const Of extends AnyFields>(name: string, fields: Of): Table<Of> {
  const columns = Object.fromEntries(columnsIn(fields).map(({ name, type }) => [name, type]))
  return { name, fields, columns: columns as ColumnsOf<Of> }
}

/** The same table with only some of its columns. */
export function pick<Of extends AnyFields, const Name extends keyof Of & string>(
  { name, fields }: Table<Of>,
  names: readonly Name[],
): Table<Pick<Of, Name>> {
  const picked = Object.fromEntries(names.map((one) => [one, fields[one]]))
  return table(name, picked as Pick<Of, Name>)
}

/** A column of a table; `property` names its field. */
interface Column extends Field<unknown> {
  readonly name: string
  readonly property: string
}

/** One per column, in the order of the fields. */
export function columnsIn(fields: AnyFields): readonly Column[] {
  return Object.entries(fields).flatMap(([property, field]) =>
    'parts' in field ? columnsIn(field.parts) : { ...field, property, name: columnNamed(property) },
  )
}

/** `redirectUris` → `redirect_uris` */
export function columnNamed(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Turns a record into the input of a query that writes all columns. */
export function writerOf<Of extends AnyFields>({
  fields,
}: Table<Of>): (record: RecordOf<Of>) => InputOf<ColumnsOf<Of>> {
  const columns = columnsIn(fields)
  const several = Object.entries(fields).flatMap(([property, field]) =>
    'parts' in field ? { property, field } : [],
  )
  return (record) => {
    const all: Record<string, unknown> = { ...record }
    for (const { property, field } of several) Object.assign(all, field.split(all[property]))
    const input: Record<string, unknown> = {}
    for (const column of columns) input[column.name] = encoded(column, all[column.property])
    return input as InputOf<ColumnsOf<Of>>
  }
}

/** As the column stores it. */
export function encoded(field: Field<unknown>, kept: unknown): Value {
  return kept !== null && field.encode !== undefined ? field.encode(kept) : (kept as Value)
}

/** Whether this program could have written the value to this column. */
export function isSound(field: Field<unknown>, stored: Value): boolean {
  if (stored === null) return field.nullable
  if (field.isSound?.(stored) === false) return false
  return field.decode === undefined || field.decode(stored) !== undefined
}

/** The CREATE TABLE statement, before any dialect (`../migrations/migration.ts`). */
export function createTable(
  { name, fields }: Table<AnyFields>,
  { key = ['id'], unique = [] }: { key?: readonly string[]; unique?: readonly string[] } = {},
): string {
  const columns = columnsIn(fields).map(
    (column) =>
      `${column.name} ${column.type.toUpperCase()}${column.nullable ? '' : ' NOT NULL'}${
        unique.includes(column.property) ? ' UNIQUE' : ''
      }`,
  )
  const keys = columnsIn(fields).filter(({ property }) => key.includes(property))
  const primary = `PRIMARY KEY (${keys.map((column) => column.name).join(', ')})`
  return `CREATE TABLE ${name} (\n  ${[...columns, primary].join(',\n  ')}\n) /*table options*/;`
}

function parsed(source: Stored): unknown {
  try {
    return JSON.parse(String(source))
  } catch {
    return undefined
  }
}
