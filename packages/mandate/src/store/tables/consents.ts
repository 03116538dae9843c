import { id, list, table, text, time } from './table.ts'

export const consents = table('consents', {
  accountId: id,
  clientId: id,
  scope: text,
  resource: list,
  /** Optional scope tokens that were left out, separated by single spaces; may be empty. */
  declined: text,
  grantedAt: time,
})
