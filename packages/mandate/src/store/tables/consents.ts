import { id, list, nullable, table, text, time } from './table.ts'

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
  /** The `id` of the authorization details that were agreed to last; null if there were none. */
  details: nullable(id),
  grantedAt: time,
})
