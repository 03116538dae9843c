/**
 * What everybody in a run writes down: one line before each request leaves, one after its answer
 * came. Lines are only ever added, each by one system call, so a killed process has told all that it
 * knew. There is no token in them, only where it belongs and a fingerprint.
 */

import { openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hrtime } from 'node:process'
import type { Locator } from './token-locator.ts'

export type Endpoint = 'token' | 'revoke' | 'introspect'

/** A request is about to leave. */
export interface Sent {
  readonly what: 'sent'
  readonly id: string
  readonly endpoint: Endpoint
  readonly token: Locator
  /** The fingerprint of the `Idempotency-Key`, where the request has one. */
  readonly key: string | null
  /** The address it goes to. */
  readonly to: string
}

/** Its whole answer was read. */
export interface Answered {
  readonly what: 'answered'
  readonly id: string
  readonly status: number
  readonly error: string | null
  /** What a token answer held. */
  readonly refresh: Locator | null
  readonly access: Locator | null
  /** What an introspection answered. */
  readonly active: boolean | null
  readonly retryAfter: boolean
}

/** No whole answer came. */
export interface Lost {
  readonly what: 'lost'
  readonly id: string
}

/** What the client package told the program that uses it: `ok`, or the code of its error. */
export interface Told {
  readonly what: 'told'
  readonly grant: string
  readonly call: 'refresh' | 'revoke' | 'last refresh'
  readonly outcome: string
}

/** A user has signed in, so there is one grant more. */
export interface SignedIn {
  readonly what: 'signed_in'
  readonly grant: string
  readonly role: Role
}

/** Something was broken, or jumped, or came back. */
export interface Happened {
  readonly what: 'happened'
  readonly event: string
}

/**
 * What a grant is in the run for: `kept` is refreshed to the end, `revoked` is ended by its client,
 * of `robbed` an old token is presented by a thief, and of `raced` copies of the newest.
 */
export type Role = 'kept' | 'revoked' | 'robbed' | 'raced'

export type Entry = Sent | Answered | Lost | Told | SignedIn | Happened

export type Line = Entry & {
  /** Milliseconds by the machine's own clock, which no jump of a server's clock moves. */
  readonly at: number
  readonly by: string
}

export type Journal = (entry: Entry) => void

/** Milliseconds since the machine started, the same for all its processes. */
export function monotonic(): number {
  return Number(hrtime.bigint() / 1000n) / 1000
}

/** Begins or continues the journal of `by` in the directory. */
export function openJournal(directory: string, by: string): Journal {
  const file = openSync(join(directory, `${by}.jsonl`), 'a', 0o600)
  return (entry) => {
    writeSync(file, `${JSON.stringify({ at: monotonic(), by, ...entry })}\n`)
  }
}

/** All journals of a run, in the order of time. Throws where a line is broken. */
export function readJournals(directory: string): readonly Line[] {
  const lines = readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text): Line => JSON.parse(text)),
  )
  return lines.sort((one, other) => one.at - other.at)
}
