/** The way back: the platform reports changes to its users. */

import { SignInError } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { type Change, type ChangeReport, parseReport, toWire } from './change.ts'

/**
 * `unknown` is a user who has never signed in to Mandate. This is not an error: there is nothing to
 * change.
 */
export type Changed = 'changed' | 'unchanged' | 'unknown'

/**
 * Users are identified by the platform's own id. When a call has resolved, the change is in effect
 * for every session and grant, and APIs follow within a second. Calls may be repeated. If a call
 * rejects with a `SignInError`, the platform must try again later; until then, applications can
 * still act for the user.
 */
export interface Users {
  disable(subject: string): Promise<Changed>
  enable(subject: string): Promise<Changed>
  /** Ends the sessions at Mandate. Applications keep their access. */
  signOut(subject: string): Promise<Changed>
  /** Ends the sessions, and the access of every application. */
  endAccess(subject: string): Promise<Changed>
  /** Permanent: the account's id is never used again. */
  delete(subject: string): Promise<Changed>
  /** `from` and `into` are one person: `from` signs in as `into` from now on. */
  merge(from: string, into: string): Promise<Changed>
  /**
   * Makes any number of changes, in order. They are sent as they arrive, a hundred thousand per
   * request, so an async iterable of a million rows needs little memory.
   */
  change(changes: Iterable<Change> | AsyncIterable<Change>): Promise<ChangeReport>
}

const PATH = '/platform/v1/users'
/** The most lines in one request; the server accepts twice as many. */
const MOST_CHANGES = 100_000
const MOST_CHARACTERS = 16 * 1024 * 1024
/** Up to this many are sent as one JSON document, which never waits in the queue of long lists. */
const FEW_CHANGES = 50
const FEW_CHARACTERS = 8 * 1024

export function createUsers(exchange: Exchange): Users {
  const one = async (change: Change): Promise<Changed> => {
    const report = parseReport(await exchange.json(PATH, { changes: [toWire(change)] }))
    const [refused] = report.refused
    if (refused !== undefined) {
      const { code, detail } = refused
      throw new SignInError('request_refused', `the change is refused (${code}): ${detail}`, {
        serverCode: code,
      })
    }
    if (report.changed > 0) return 'changed'
    return report.unchanged > 0 ? 'unchanged' : 'unknown'
  }

  return {
    disable: (subject) => one({ subject, change: 'disable' }),
    enable: (subject) => one({ subject, change: 'enable' }),
    signOut: (subject) => one({ subject, change: 'sign_out' }),
    endAccess: (subject) => one({ subject, change: 'end_access' }),
    delete: (subject) => one({ subject, change: 'delete' }),
    merge: (subject, into) => one({ subject, change: 'merge', into }),
    change: (changes) => sendAll(exchange, changes),
  }
}

async function sendAll(
  exchange: Exchange,
  changes: Iterable<Change> | AsyncIterable<Change>,
): Promise<ChangeReport> {
  const total = { changed: 0, unchanged: 0, unknownCount: 0, refusedCount: 0 }
  const unknown: string[] = []
  const refused: ChangeReport['refused'][number][] = []
  let done = 0

  const send = async (lines: readonly string[], characters: number) => {
    const answer =
      lines.length <= FEW_CHANGES && characters <= FEW_CHARACTERS
        ? exchange.json(PATH, { changes: lines.map((line) => JSON.parse(line)) })
        : exchange.lines(PATH, lines.join(''))
    const report = await answer.then(parseReport).catch((error: unknown) => {
      throw error instanceof SignInError ? error.after(done) : error
    })
    total.changed += report.changed
    total.unchanged += report.unchanged
    total.unknownCount += report.unknownCount
    total.refusedCount += report.refusedCount
    unknown.push(...report.unknown)
    for (const one of report.refused) refused.push({ ...one, index: one.index + done })
    done += lines.length
  }

  let lines: string[] = []
  let characters = 0
  for await (const change of changes) {
    const line = `${JSON.stringify(toWire(change))}\n`
    lines.push(line)
    characters += line.length
    if (lines.length < MOST_CHANGES && characters < MOST_CHARACTERS) continue
    await send(lines, characters)
    lines = []
    characters = 0
  }
  if (lines.length > 0) await send(lines, characters)
  return { ...total, unknown, refused }
}
