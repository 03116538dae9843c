import { id, list, table, text, time } from './table.ts'

export const consents = table('consents', {
  accountId: id,
  clientId: id,
  scope: text,
  resource: list,
  /**
   * Optional scope tokens that were left out, and those that were taken back from a trusted client,
   * separated by single spaces; may be empty. With only these, `scope` is empty.
   */
  declined: text,
  grantedAt: time,
})
