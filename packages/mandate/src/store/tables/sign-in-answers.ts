import { id, list, nullable, table, text, time } from './table.ts'

/** A platform's answer to a sign-in that was handed to it (`ways/handoff.ts`). */
export const signInAnswers = table('sign_in_answers', {
  /** SHA-256 of the sign-in's nonce, hexadecimal. */
  id,
  /** SHA-256 of the answer, hexadecimal, to recognize a repeated answer. */
  answerHash: id,
  /** The platform's subject for the person; null if it refused. */
  subject: nullable(id),
  /** An error code for the client; null if the user signed in. */
  refusal: nullable(id),
  /** The platform's reason for the refusal. */
  reason: nullable(text),
  authTime: nullable(time),
  amr: list,
  acr: nullable(text),
  /** When the continuation expires. */
  expiresAt: time,
  /** What used it up: the id of the new session, or a word; null while unused. */
  usedBy: nullable(id),
})
