/** The way back: the platform tells Mandate what happened to its users. */

import { SignInError } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { type Change, type ChangeReport, parseReport, toWire } from './change.ts'

/** `unknown` is a user who has never come to Mandate. That is no mistake: there is nothing to change. */
export type Changed = 'changed' | 'unchanged' | 'unknown'

/**
 * A user is named by the platform's own id. When one of these has resolved, every session and grant of the user is as it says, and APIs follow
 * within a second. Each may be repeated. Each rejects with a `SignInError`: then the platform tries
 * again later, or the user stays able to act through applications.
 */
export interface Users {
  disable(subject: string): Promise<Changed>
  enable(subject: string): Promise<Changed>
  /** Ends the sessions at Mandate. Applications keep their access. */
  signOut(subject: string): Promise<Changed>
  /** Ends the sessions, and the access of every application. */
  endAccess(subject: string): Promise<Changed>
  /** For good: the account's id is never used again. */
  delete(subject: string): Promise<Changed>
  /** `from` and `into` are one person: `from` signs in as `into` from now on. */
  merge(from: string, into: string): Promise<Changed>
  /**
   * Many changes, in order. Any number: they are sent as they come, a hundred thousand in a request,
   * so an async iterable of a million rows needs little memory.
   */
  change(changes: Iterable<Change> | AsyncIterable<Change>): Promise<ChangeReport>
}

const PATH = '/platform/v1/users'
/** A request of lines has at most so many; the server takes twice as many. */
const MOST_CHANGES = 100_000
const MOST_CHARACTERS = 16 * 1024 * 1024
/** So many are a JSON document: quick, and never in the queue of long lists. */
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
