/** Reads the JSON of a poll (RFC 8936 §2.2). */

import { Refusal } from '../../explanations/refusal.ts'

export interface PollRequest {
  /** At most so many tokens; 0 only acknowledges. */
  readonly maxEvents: number
  /** Otherwise the answer waits until there is something to tell. */
  readonly returnImmediately: boolean
  /** The `jti` of events that need not come again: taken, or refused for good (§2.4). */
  readonly acknowledged: readonly string[]
  /** Those that the client could not take, with its reasons. */
  readonly refused: readonly { readonly jti: string; readonly err: string }[]
}

/** Also if the client asks for more. */
const MOST_EVENTS = 100
const MOST_ACKNOWLEDGED = 1_000

/** Throws `Refusal` for a member that is not what RFC 8936 §2.2 says. */
export function readPollRequest(body: Readonly<Record<string, unknown>>): PollRequest {
  const { maxEvents = MOST_EVENTS, returnImmediately = false, ack = [], setErrs = {} } = body
  if (typeof maxEvents !== 'number' || !Number.isInteger(maxEvents) || maxEvents < 0) {
    throw wrong('maxEvents', 'a whole number')
  }
  if (typeof returnImmediately !== 'boolean') throw wrong('returnImmediately', 'true or false')
  if (!isTexts(ack)) throw wrong('ack', `a list of at most ${MOST_ACKNOWLEDGED} jti values`)
  if (typeof setErrs !== 'object' || setErrs === null || !isTexts(Object.keys(setErrs))) {
    throw wrong('setErrs', `an object of at most ${MOST_ACKNOWLEDGED} jti values`)
  }
  const refused = Object.entries(setErrs).map(([jti, told]) => ({ jti, err: codeIn(told) }))
  return {
    maxEvents: Math.min(maxEvents, MOST_EVENTS),
    returnImmediately,
    acknowledged: [...ack, ...refused.map(({ jti }) => jti)],
    refused,
  }
}

function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > MOST_ACKNOWLEDGED) return false
  return value.every((one) => typeof one === 'string' && one.length <= 100)
}

/** The code alone goes into the log (RFC 8935 §2.4). */
function codeIn(told: unknown): string {
  const err = typeof told === 'object' && told !== null && 'err' in told ? told.err : undefined
  return typeof err === 'string' && /^[a-z_]{1,40}$/.test(err) ? err : 'unknown'
}

function wrong(member: string, right: string): Refusal {
  return new Refusal('poll_malformed', { member, right })
}
