import { id, list, nullable, table, text, time } from './table.ts'

/** What a platform answered to a sign-in that was handed to it (`ways/handoff.ts`). */
export const signInAnswers = table('sign_in_answers', {
  /** SHA-256 of the sign-in's nonce, hexadecimal. */
  id,
  /** SHA-256 of the answer, hexadecimal: another answer has another. */
  answerHash: id,
  /** Who it is, as the platform calls the person; null if it refused. */
  subject: nullable(id),
  /** An error code for the client; null if somebody signed in. */
  refusal: nullable(id),
  /** What the platform says about its refusal. */
  reason: nullable(text),
  authTime: nullable(time),
  amr: list,
  acr: nullable(text),
  /** Until when the browser may go on. */
  expiresAt: time,
  /** What used it up: the id of the session that began, or a word; null while unused. */
  usedBy: nullable(id),
})
