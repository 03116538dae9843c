import { id, nullable, pick, table, time } from './table.ts'

export const accounts = table('accounts', {
  id,
  /** As the person wrote it; null if there is none. */
  email: nullable(id),
  /** The key that all spellings of an address share; unique, and null if there is none. */
  emailKey: nullable(id),
  /** An Argon2id PHC string; null for an account that cannot sign in with a password. */
  passwordHash: nullable(id),
  createdAt: time,
  disabledAt: nullable(time),
})

export const accountStanding = pick(accounts, ['id', 'email', 'disabledAt'])
