import { id, nullable, pick, table, time } from './table.ts'

export const accounts = table('accounts', {
  id,
  /** As the person wrote it. */
  email: { ...id, relaxed: true },
  /** What two spellings of one address share; unique. */
  emailKey: { ...id, relaxed: true },
  /** An Argon2id PHC string. */
  passwordHash: { ...id, relaxed: true },
  createdAt: time,
  disabledAt: nullable(time),
})

export const accountStanding = pick(accounts, ['id', 'email', 'disabledAt'])
