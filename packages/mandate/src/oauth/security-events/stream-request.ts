/**
 * Reads what a receiver says about its stream (Shared Signals 1.0 §8.1.1, §8.1.2.2, §8.1.4.2). Members
 * that nobody here knows are ignored.
 */

import { isDeepStrictEqual } from 'node:util'
import { DELIVERY_METHODS, type StreamDocument } from './stream-document.ts'

/** A member that is not what it has to be; `member` is a JSON Pointer (RFC 6901). */
export class WrongMember extends Error {
  override readonly name = 'WrongMember'
  readonly member: string

  constructor(member: string, sentence: string) {
    super(sentence)
    this.member = member
  }
}

export type AskedDelivery =
  | { readonly method: 'push'; readonly url: string; readonly authorization: string }
  | { readonly method: 'poll' }

/** The members that receivers supply; absent ones are undefined. */
export interface StreamMembers {
  readonly delivery: AskedDelivery | undefined
  /** URIs, also of types that do not exist here. */
  readonly requested: readonly string[] | undefined
  readonly description: string | undefined
}

export const STREAM_STATUSES = ['enabled', 'paused', 'disabled'] as const
export type StreamStatus = (typeof STREAM_STATUSES)[number]

type Body = Readonly<Record<string, unknown>>

const MOST_TYPES = 50
const LONGEST_TYPE = 200
const LONGEST_DESCRIPTION = 200
const LONGEST_REASON = 200
const LONGEST_STATE = 1_000

/** Throws `WrongMember`. */
export function readStreamMembers(body: Body): StreamMembers {
  return {
    delivery: body['delivery'] === undefined ? undefined : readDelivery(body['delivery']),
    requested: readTypes(body['events_requested']),
    // §8.1.1: it may be truncated.
    description: optionalText(body, 'description')?.slice(0, LONGEST_DESCRIPTION),
  }
}

/**
 * Members that the transmitter supplies have to be as they are before the change (§8.1.1.3). Throws
 * `WrongMember`.
 */
export function refuseOtherValues(body: Body, before: StreamDocument): void {
  const ours = ['iss', 'aud', 'events_supported', 'events_delivered', 'min_verification_interval']
  for (const member of ours) {
    const given = body[member]
    if (given === undefined) continue
    if (!isDeepStrictEqual(given, before[member as keyof StreamDocument])) {
      throw new WrongMember(`/${member}`, `The member ${member} is not what this server has.`)
    }
  }
}

/** Throws `WrongMember`. */
export function readStreamId(body: Body): string {
  const { stream_id: id } = body
  if (typeof id === 'string' && id !== '' && id.length <= 100) return id
  throw new WrongMember('/stream_id', 'The member stream_id has to name the stream.')
}

/** Throws `WrongMember`. */
export function readStatus(body: Body): {
  readonly status: StreamStatus
  readonly reason: string | undefined
} {
  const status = STREAM_STATUSES.find((one) => one === body['status'])
  if (status === undefined) {
    throw new WrongMember('/status', `The status has to be ${STREAM_STATUSES.join(', or ')}.`)
  }
  return { status, reason: optionalText(body, 'reason')?.slice(0, LONGEST_REASON) }
}

/** Comes back in the event (§8.1.4.1). Throws `WrongMember`. */
export function readState(body: Body): string {
  const state = optionalText(body, 'state') ?? ''
  if (state.length <= LONGEST_STATE) return state
  throw new WrongMember('/state', `A state has at most ${LONGEST_STATE} characters.`)
}

function readDelivery(given: unknown): AskedDelivery {
  if (typeof given !== 'object' || given === null) {
    throw new WrongMember('/delivery', 'The member delivery has to be an object with a method.')
  }
  const { method, endpoint_url: url, authorization_header: authorization = '' } = given as Body
  // The transmitter supplies the address of polls.
  if (method === DELIVERY_METHODS.poll) return { method: 'poll' }
  if (method !== DELIVERY_METHODS.push) {
    const known = Object.values(DELIVERY_METHODS).join(' or ')
    throw new WrongMember('/delivery/method', `The delivery method has to be ${known}.`)
  }
  if (typeof url !== 'string' || url === '') {
    throw new WrongMember('/delivery/endpoint_url', 'Pushes need an endpoint_url.')
  }
  if (typeof authorization !== 'string') {
    throw new WrongMember('/delivery/authorization_header', 'This header has to be a text.')
  }
  return { method: 'push', url, authorization }
}

function readTypes(given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MOST_TYPES
  if (isList && given.every((one) => typeof one === 'string' && one.length <= LONGEST_TYPE)) {
    return given
  }
  const sentence = `The member events_requested has to be a list of 1 to ${MOST_TYPES} URIs.`
  throw new WrongMember('/events_requested', sentence)
}

function optionalText(body: Body, member: string): string | undefined {
  const { [member]: given } = body
  if (given === undefined || typeof given === 'string') return given
  throw new WrongMember(`/${member}`, `The member ${member} has to be a text.`)
}
