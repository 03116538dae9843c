/**
 * What every participant writes down: one line before each request is sent, one after its answer
 * arrived. Lines are only appended, each with one system call, so a killed process has recorded all
 * that it knew. A line holds no token, only its position in the grant and a fingerprint.
 */

import { openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hrtime } from 'node:process'
import type { Locator } from './token-locator.ts'

export type Endpoint = 'token' | 'revoke' | 'introspect'

/** A request is about to be sent. */
export interface Sent {
  readonly what: 'sent'
  readonly id: string
  readonly endpoint: Endpoint
  readonly token: Locator
  /** The fingerprint of the `Idempotency-Key`, if the request has one. */
  readonly key: string | null
  /** The address it is sent to. */
  readonly to: string
}

/** Its complete answer was read. */
export interface Answered {
  readonly what: 'answered'
  readonly id: string
  readonly status: number
  readonly error: string | null
  /** The content of a token answer. */
  readonly refresh: Locator | null
  readonly access: Locator | null
  /** The result of an introspection. */
  readonly active: boolean | null
  readonly retryAfter: boolean
}

/** No complete answer came. */
export interface Lost {
  readonly what: 'lost'
  readonly id: string
}

/** What the client package told its caller: `ok`, or the code of its error. */
export interface Told {
  readonly what: 'told'
  readonly grant: string
  readonly call: 'refresh' | 'revoke' | 'last refresh'
  readonly outcome: string
}

/** A user has signed in, so there is one more grant. */
export interface SignedIn {
  readonly what: 'signed_in'
  readonly grant: string
  readonly role: Role
}

/** Something was broken, jumped, or came back. */
export interface Happened {
  readonly what: 'happened'
  readonly event: string
}

/**
 * The role of a grant: `kept` is refreshed to the end, `revoked` is ended by its client, a thief
 * presents an old token of `robbed`, and copies of the newest are sent for `raced`.
 */
export type Role = 'kept' | 'revoked' | 'robbed' | 'raced'

export type Entry = Sent | Answered | Lost | Told | SignedIn | Happened

export type Line = Entry & {
  /** Milliseconds by the machine's own clock, unaffected by jumps of a server's clock. */
  readonly at: number
  readonly by: string
}

export type Journal = (entry: Entry) => void

/** Milliseconds since the machine started, the same for all its processes. */
export function monotonic(): number {
  return Number(hrtime.bigint() / 1000n) / 1000
}

/** Starts or continues the journal of `by` in the directory. */
export function openJournal(directory: string, by: string): Journal {
  const file = openSync(join(directory, `${by}.jsonl`), 'a', 0o600)
  return (entry) => {
    writeSync(file, `${JSON.stringify({ at: monotonic(), by, ...entry })}\n`)
  }
}

/** All journals of a run, in chronological order. Throws if a line is malformed. */
export function readJournals(directory: string): readonly Line[] {
  const lines = readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text): Line => JSON.parse(text)),
  )
  return lines.sort((one, other) => one.at - other.at)
}
