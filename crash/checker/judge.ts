/**
 * The independent checker: from the journals and the database rows to a verdict. It knows nothing about
 * the server's code and asks no server.
 */

import type { Line } from '../journal.ts'
import type { GrantRow } from '../storage/storage.ts'
import { type History, historiesOf, redemptions } from './history.ts'
import { type Rule, rules, type Violation } from './rules.ts'

export interface Findings {
  readonly lines: readonly Line[]
  readonly rows: readonly GrantRow[]
  /** Grants with a token in the database. */
  readonly leaked: readonly string[]
  /** Programs that exited although they were not killed. */
  readonly ownEnds: readonly string[]
}

export interface Judged {
  readonly violations: readonly Violation[]
  readonly work: Work
}

/** What happened during the run. */
export interface Work {
  readonly grants: number
  readonly refreshes: number
  /** Requests repeated with the same key. */
  readonly repeated: number
  readonly unanswered: number
  readonly unavailable: number
  readonly introspections: number
  /** Successors answered to clients; a repeated request is answered again. */
  readonly revocations: number
  /** Refused presentations of stolen tokens. */
  readonly thefts: number
  /** How long the faults lasted. */
  readonly stormMs: number
  /** The longest time in the storm in which no client got a token, in milliseconds. */
  readonly longestOutageMs: number
}

/** By the rules for single use, or by others. */
export function judge(findings: Findings, byRules: readonly Rule[] = rules): Judged {
  const { lines, rows, leaked, ownEnds } = findings
  const histories = historiesOf(lines, rows)
  const connected = new Set(histories.map(({ grant }) => grant))
  const strangers = rows.filter(({ id }) => !connected.has(id))
  return {
    violations: [
      ...histories.flatMap((history) => byRules.flatMap((rule) => rule(history))),
      ...strangers.map(
        (row): Violation => ({
          ...{ rule: 'I6', grant: row.id, says: 'a row of an unknown grant', evidence: [row] },
        }),
      ),
      ...leaked.map(
        (grant): Violation => ({
          ...{ rule: 'I7', grant, says: 'a token lies in the database', evidence: [] },
        }),
      ),
      ...ownEnds.map((says): Violation => ({ rule: 'served', grant: null, says, evidence: [] })),
    ],
    work: measure(lines, histories),
  }
}

function measure(lines: readonly Line[], histories: readonly History[]): Work {
  const exchanges = histories.flatMap((history) => history.exchanges)
  const ofClients = exchanges.filter(({ by }) => /^(file|memory|member)-/.test(by))
  const storm = stormIn(lines)
  const keyed = ofClients.filter(({ sent }) => sent.endpoint === 'token')
  const requests = new Set(keyed.map(({ sent }) => `${sent.token.fingerprint} ${sent.key}`))
  return {
    grants: histories.length,
    refreshes: histories.flatMap(redemptions).length,
    repeated: keyed.length - requests.size,
    unanswered: exchanges.filter(({ answer }) => answer === undefined).length,
    unavailable: exchanges.filter(({ answer }) => answer?.status === 503).length,
    introspections: exchanges.filter(
      ({ sent, answer }) => sent.endpoint === 'introspect' && answer?.status === 200,
    ).length,
    revocations: ofClients.filter(
      ({ sent, answer }) => sent.endpoint === 'revoke' && answer?.status === 200,
    ).length,
    thefts: exchanges.filter(
      ({ by, sent, answer }) =>
        by === 'thief' && sent.endpoint === 'token' && answer?.error === 'invalid_grant',
    ).length,
    stormMs: Math.round(storm.ends - storm.begins),
    longestOutageMs: longestOutage(lines, storm),
  }
}

function stormIn(lines: readonly Line[]) {
  const momentOf = (wanted: string) =>
    lines.find((line) => line.what === 'happened' && line.event === wanted)?.at ?? 0
  return { begins: momentOf('the storm begins'), ends: momentOf('the storm is over') }
}

function longestOutage(
  lines: readonly Line[],
  { begins, ends }: ReturnType<typeof stormIn>,
): number {
  const good = lines.filter(
    ({ by, ...line }) =>
      /^(file|memory|member)-/.test(by) && line.what === 'answered' && line.refresh !== null,
  )
  const moments = good.map(({ at }) => at).filter((at) => at > begins && at < ends)
  let longest = 0
  for (const [index, at] of [...moments, ends].entries()) {
    longest = Math.max(longest, at - (moments[index - 1] ?? begins))
  }
  return Math.round(longest)
}
