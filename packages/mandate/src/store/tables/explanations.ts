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

/** With what one client's share is counted by (`../explanation-bucket.ts`), which no record has. */
export const keptExplanations = table('explanations', { ...explanations.fields, bucket: text })
