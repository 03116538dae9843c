import { id, integer, nullable, table, text } from './table.ts'

/** What the audit chain reads of a fact: all columns but `unit`, which only the jobs need. */
export const facts = table('facts', {
  id,
  atMs: integer,
  kind: text,
  endsTokens: integer,
  actorKind: text,
  actorId: nullable(text),
  actorVia: nullable(text),
  actorFrom: nullable(text),
  grantId: nullable(text),
  clientId: nullable(text),
  accountId: nullable(text),
  resourceId: nullable(text),
  accessTokenId: nullable(text),
  details: text,
  personal: nullable(text),
  personalDigest: nullable(text),
  mark: nullable(text),
})
