import { auditSeals } from '../tables/audit-seals.ts'
import { facts } from '../tables/facts.ts'
import { query, select } from './query.ts'

const seals = select(auditSeals)
const columns = Object.keys(auditSeals.columns)

/** Always returns a row, for the time: one with nulls if there is no seal. */
export const readEnd = query({
  name: 'read_end_of_chain',
  text: `SELECT clock.now_ms, ${seals} FROM (SELECT database_ms() AS now_ms) AS clock
    LEFT JOIN audit_seals
      ON audit_seals.number = (SELECT MAX(newest.number) FROM audit_seals AS newest)`,
  input: {},
  key: 'alone',
})

/** Two processes may want to add the same number: one of them does. */
export const appendSeal = query({
  name: 'append_seal',
  text: `INSERT INTO audit_seals (${columns.join(', ')})
    SELECT ${columns.map((column) => `:${column}`).join(', ')}
    WHERE :number = 1 OR EXISTS (SELECT 1 FROM audit_seals
      WHERE audit_seals.number = :number - 1 AND audit_seals.hash = :previous)
    ON CONFLICT (number) DO NOTHING
    RETURNING audit_seals.number`,
  input: auditSeals.columns,
  key: 'alone',
})

/** Only if the seal that says so was added. */
export const dropFact = query({
  name: 'drop_fact',
  text: `DELETE FROM facts WHERE facts.id = :id AND EXISTS (SELECT 1 FROM audit_seals
    WHERE audit_seals.number = :number AND audit_seals.hash = :hash)`,
  input: { id: 'text', number: 'bigint', hash: 'text' },
  key: 'alone',
})

export const findSeal = query({
  name: 'find_seal',
  text: `SELECT ${seals} FROM audit_seals WHERE audit_seals.number = :number`,
  input: { number: 'bigint' },
  key: 'alone',
})

export const findRetention = query({
  name: 'find_retention',
  text: `SELECT ${seals} FROM audit_seals
    WHERE audit_seals.kind = 'retention' AND audit_seals.number > 0
    ORDER BY audit_seals.number DESC LIMIT 1`,
  input: {},
  key: 'alone',
})

/** Where the events of that day begin, by walking the seals from the oldest. */
export const findFirstSealOfDay = query({
  name: 'find_first_seal_of_day',
  text: `SELECT audit_seals.number FROM audit_seals
    WHERE audit_seals.number > 0 AND audit_seals.day >= :day
    ORDER BY audit_seals.number LIMIT 1`,
  input: { day: 'text' },
  key: 'alone',
})

export const listSeals = query({
  name: 'list_seals',
  text: `SELECT ${seals} FROM audit_seals WHERE audit_seals.number > :after
    ORDER BY audit_seals.number LIMIT :limit`,
  input: { after: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const findFirstSealSince = query({
  name: 'find_first_seal_since',
  text: `SELECT ${seals} FROM audit_seals WHERE audit_seals.at_ms >= :at_ms
    ORDER BY audit_seals.at_ms, audit_seals.number LIMIT 1`,
  input: { at_ms: 'bigint' },
  key: 'alone',
})

export const findFact = query({
  name: 'find_fact_row',
  text: `SELECT ${select(facts)} FROM facts /*, input*/ WHERE facts.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listFactRows = query({
  name: 'list_fact_rows',
  text: `SELECT ${select(facts)} FROM facts
    WHERE facts.at_ms >= :after_ms AND facts.at_ms < :until_ms
      AND (facts.at_ms > :after_ms OR facts.id > :after_id)
    ORDER BY facts.at_ms, facts.id LIMIT :limit`,
  input: { after_ms: 'bigint', after_id: 'text', until_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const countFacts = query({
  name: 'count_facts',
  text: `SELECT facts.at_ms / CAST(:width_ms AS BIGINT) AS bucket, COUNT(*) AS counted FROM facts
    WHERE facts.at_ms >= :from_ms AND facts.at_ms < :until_ms GROUP BY 1`,
  input: { from_ms: 'bigint', until_ms: 'bigint', width_ms: 'bigint' },
  key: 'alone',
})

export const sweepSeals = query({
  name: 'sweep_seals',
  text: `DELETE FROM audit_seals WHERE audit_seals.number IN (
      SELECT audit_seals.number FROM audit_seals WHERE audit_seals.number <= :number
      ORDER BY audit_seals.number LIMIT :limit)
    RETURNING audit_seals.number`,
  input: { number: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** The account is deleted: what its events say about the person goes, and its digest stays. */
export const erasePersonal = query({
  name: 'erase_personal',
  text: `UPDATE facts SET personal = NULL /*FROM input*/
    WHERE facts.account_id = :account_id AND facts.personal IS NOT NULL
      AND EXISTS (SELECT 1 FROM deleted_accounts WHERE deleted_accounts.id = :account_id)`,
  input: { account_id: 'text' },
  key: [],
})
