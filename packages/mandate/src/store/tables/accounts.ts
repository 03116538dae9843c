import { id, nullable, pick, table, time } from './table.ts'

export const accounts = table('accounts', {
  id,
  /** As the person wrote it; null for an account without an address. */
  email: nullable(id),
  /** What two spellings of one address share; unique, and null where there is no address. */
  emailKey: nullable(id),
  /** An Argon2id PHC string; null for an account that cannot sign in with a password. */
  passwordHash: nullable(id),
  createdAt: time,
  disabledAt: nullable(time),
})

export const accountStanding = pick(accounts, ['id', 'email', 'disabledAt'])
