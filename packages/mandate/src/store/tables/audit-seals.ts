import { id, integer, table, text } from './table.ts'

/** The audit chain (`audit/seal.ts`). */
export const auditSeals = table('audit_seals', {
  number: integer,
  atMs: integer,
  node: text,
  kind: text,
  day: text,
  content: text,
  previous: text,
  hash: id,
  keyId: text,
  mac: text,
})
