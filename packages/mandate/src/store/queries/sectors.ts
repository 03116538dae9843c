import { sectors } from '../tables/sectors.ts'
import { insert, query, select } from './query.ts'

/** The first one stays. */
export const insertSector = query({
  name: 'insert_sector',
  text: `${insert(sectors)} ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: sectors.columns,
  key: ['id'],
})

export const findSector = query({
  name: 'find_sector',
  text: `SELECT ${select(sectors)} FROM sectors /*, input*/
    WHERE sectors.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})
