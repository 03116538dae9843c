import { flag, id, table, text, time } from './table.ts'

/**
 * What ended the grants that had come of assertions, so that an assertion does not begin them again.
 * If `byPerson`, the person disconnected the client, and no assertion counts until they allow it
 * again. Otherwise the issuer signed the person out, for every client (''), and only what it signs
 * later counts.
 */
export const endedAssertions = table('ended_assertions', {
  accountId: id,
  issuerId: id,
  clientId: text,
  endedAt: time,
  byPerson: flag,
})
