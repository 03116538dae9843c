import { recoveries } from '../tables/recoveries.ts'
import { insert, query } from './query.ts'

export const insertRecovery = query({
  name: 'insert_recovery',
  text: insert(recoveries),
  input: recoveries.columns,
  key: [],
})

export const findAcceptNewerUntil = query({
  name: 'find_accept_newer_until',
  text: `SELECT MAX(recoveries.accept_newer_until) AS accept_newer_until FROM recoveries
    WHERE recoveries.restored_at <= :noted_before`,
  input: { noted_before: 'bigint' },
  key: 'alone',
})
