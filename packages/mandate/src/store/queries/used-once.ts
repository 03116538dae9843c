import { usedOnce } from '../tables/used-once.ts'
import { insert, query } from './query.ts'

/** Returns a row to one caller only. */
export const useOnce = query({
  name: 'use_once',
  text: `${insert(usedOnce)} ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: usedOnce.columns,
  key: ['id'],
})
