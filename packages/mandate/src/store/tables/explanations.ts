import type { Details, RefusedRequest, SenderProof } from '../records.ts'
import { document, id, integer, nullable, table, text, textOf } from './table.ts'

/** `bucket` is what one client's share is counted by; the record does not have it. */
export const explanations = table('explanations', {
  id,
  error: text,
  reason: text,
  at: integer,
  standing: textOf<SenderProof>(),
  clientId: nullable(text),
  request: document<RefusedRequest>(),
  details: document<Details>(),
})
