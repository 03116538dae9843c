import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { Value } from '../../../src/store/engine.ts'
import {
  type AnyFields,
  columnsIn,
  encoded,
  type Field,
  isSound,
  type RecordOf,
  type Table,
} from '../../../src/store/tables/table.ts'

const types = { text: 'string', bigint: 'number', bytes: 'object' } as const

/** Two values for each kind of field. */
const values = {
  one: [
    ...[true, 86_400, '“one”, ü', ['a "b"', 'c,d'], { a: ['ü'] }, sampleBytes(255), '0000000a'],
    '{"amr":["pwd","“ü”"],"acr":"high"}',
    'public-id_of-a-session',
  ],
  other: [
    false,
    43_200,
    'other',
    [],
    {},
    sampleBytes(0),
    '0000000b',
    '{"amr":[]}',
    'public-id_of-another_1',
  ],
}

function sampleBytes(first: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Math.abs(first - index))
}

/** A record of the table with a value in every field, so that new fields are tested automatically. */
export function sampleOf<Of extends AnyFields>(
  { fields }: Pick<Table<Of>, 'fields'>,
  which: keyof typeof values = 'one',
): RecordOf<Of> {
  const entries = Object.entries(fields).map(([property, field]) => [
    property,
    'parts' in field ? field.join(partsOf(field.parts, which)) : sampleFor(field, which),
  ])
  return Object.fromEntries(entries)
}

function partsOf(parts: AnyFields, which: keyof typeof values) {
  return Object.fromEntries(
    columnsIn(parts).map((column) => [column.property, sampleFor(column, which)]),
  )
}

/** The first value that the field would return. */
function sampleFor(field: Field<unknown>, which: keyof typeof values): unknown {
  const found = values[which].find((value) => isKept(field, value, encoded(field, value)))
  assert.ok(found !== undefined, 'none of the values fits the field')
  return found
}

function isKept(field: Field<unknown>, value: unknown, stored: Value): boolean {
  if (stored === null || typeof stored !== types[field.type] || !isSound(field, stored))
    return false
  return isDeepStrictEqual(field.decode === undefined ? stored : field.decode(stored), value)
}
