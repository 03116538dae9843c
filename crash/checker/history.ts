/** Journals combined: for each grant, every request with its answer, in the order of sending. */

import type { Answered, Line, Role, Sent, Told } from '../journal.ts'
import type { GrantRow } from '../storage/storage.ts'

export interface Exchange {
  readonly by: string
  readonly sentAt: number
  readonly sent: Line & Sent
  /** Undefined if none came, or nobody was left to receive it. */
  readonly answer: (Line & Answered) | undefined
}

export interface History {
  readonly grant: string
  readonly role: Role
  readonly exchanges: readonly Exchange[]
  readonly told: readonly (Line & Told)[]
  /** Undefined if the database has no such grant. */
  readonly row: GrantRow | undefined
}

/** Throws if a journal mentions a grant that nobody connected. */
export function historiesOf(lines: readonly Line[], rows: readonly GrantRow[]): readonly History[] {
  const answers = new Map<string, Line & Answered>()
  for (const line of lines) if (line.what === 'answered') answers.set(line.id, line)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const histories = new Map<string, { exchanges: Exchange[]; told: (Line & Told)[] } & History>()
  for (const line of lines) {
    if (line.what !== 'signed_in') continue
    const { grant, role } = line
    histories.set(grant, { grant, role, exchanges: [], told: [], row: rowOf.get(grant) })
  }
  const historyOf = (grant: string) => {
    const history = histories.get(grant)
    if (history === undefined) throw new Error(`nobody connected the grant ${grant}`)
    return history
  }
  for (const line of lines) {
    if (line.what === 'told') historyOf(line.grant).told.push(line)
    if (line.what !== 'sent') continue
    const { by, at: sentAt } = line
    const answer = answers.get(line.id)
    historyOf(line.token.grant).exchanges.push({ by, sentAt, sent: line, answer })
  }
  return [...histories.values()]
}

/** Whether the request was honoured: it was answered with tokens, or told that the token is good. */
export function wasHonoured({ sent, answer }: Exchange): boolean {
  if (answer === undefined) return false
  return sent.endpoint === 'introspect' ? answer.active === true : answer.status === 200
}

/** Redemptions that were answered with a successor. */
export function redemptions(history: History): readonly (Exchange & { answer: Answered })[] {
  return history.exchanges.filter(
    (exchange): exchange is Exchange & { answer: Line & Answered } =>
      exchange.sent.endpoint === 'token' && exchange.answer?.status === 200,
  )
}

/** The earliest of the moments; infinity if there is none. */
export function firstOf(moments: readonly number[]): number {
  return moments.reduce((first, moment) => Math.min(first, moment), Number.POSITIVE_INFINITY)
}
