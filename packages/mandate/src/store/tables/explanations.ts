import type { Details, RefusedRequest, SenderProof } from '../records.ts'
import { document, id, integer, nullable, table, text, textOf } from './table.ts'

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

/** Adds the key of one client's share (`../explanation-bucket.ts`), which no record has. */
export const keptExplanations = table('explanations', { ...explanations.fields, bucket: text })
