import { usedOnce } from '../tables/used-once.ts'
import { insert, query, select } from './query.ts'

/** Returns a row to one caller only. */
export const useOnce = query({
  name: 'use_once',
  text: `${insert(usedOnce)} ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: usedOnce.columns,
  key: ['id'],
})

export const findUsed = query({
  name: 'find_used',
  text: `SELECT ${select(usedOnce)} FROM used_once /*, input*/ WHERE used_once.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})
