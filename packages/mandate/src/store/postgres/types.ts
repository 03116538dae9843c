import type { ClientConfig } from 'pg'
import pg from 'pg'

const INT8 = 20
const BYTEA = 17

/**
 * How columns are read. `bigint` becomes a number: all of ours are counters and times below 2⁵³.
 * Bytes become a plain `Uint8Array`, as in every engine.
 */
export const readTypes: NonNullable<ClientConfig['types']> = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === BYTEA) return readBytes
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

const readEitherForm = pg.types.getTypeParser(BYTEA, 'text') as (text: string) => Buffer

/** The setting `bytea_output` determines the format: `hex` or `escape` (section 8.4). */
function readBytes(text: string): Uint8Array {
  const isHex = text.startsWith('\\x')
  return new Uint8Array(isHex ? Buffer.from(text.slice(2), 'hex') : readEitherForm(text))
}
