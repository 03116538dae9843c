/** Mandate's targets, and whether a run met them. Only ratios within the run count. */

import type { Work } from '../subjects/subject.ts'
import { find, ratio } from './ratios.ts'
import type { Results } from './results.ts'
import { addedBy, bareSignature, hasSignatures, SIGNED } from './signed.ts'
import type { Spread } from './statistics.ts'

export interface Target {
  readonly what: string
  /** In words, such as "at most 2.5 ×". */
  readonly wanted: string
  readonly measured: Spread
  readonly met: boolean
}

const BARE = 'bare node:http'
const SQLITE = 'Mandate, SQLite'
const POSTGRES = 'Mandate, PostgreSQL'
const PEER = 'oidc-provider'

export function targetsOf(results: Results): readonly Target[] {
  const figure = (work: string, subject: string) => find(results, work, subject)
  const cost = (work: string, subject: string) => figure(work, subject).server
  const rate = (work: string, subject: string) => figure(work, subject).rate
  const dear = (work: string, subject: string) => ratio(cost(work, subject), cost(work, BARE))
  const cheap = (work: string, [peer, subject]: readonly [string, string]) =>
    ratio(cost(work, peer), cost(work, subject))
  return [
    atMost(2.5, 'introspection on SQLite, against bare node:http', dear('introspection', SQLITE)),
    atLeast(
      ...([4, 'introspection on SQLite, cheaper than oidc-provider in memory'] as const),
      cheap('introspection', [`${PEER}, in memory`, SQLITE]),
    ),
    atMost(3.5, 'refresh on SQLite, against bare node:http', dear('refresh', SQLITE)),
    atLeast(
      ...([5, 'refresh on SQLite, cheaper than oidc-provider in memory'] as const),
      cheap('refresh', [`${PEER}, in memory`, SQLITE]),
    ),
    atMost(
      ...([4.5, "refresh on PostgreSQL, the node's share, against bare node:http"] as const),
      dear('refresh', POSTGRES),
    ),
    atLeast(
      ...([8, "refresh on PostgreSQL, the node's share, cheaper than oidc-provider's"] as const),
      cheap('refresh', [`${PEER}, PostgreSQL`, POSTGRES]),
    ),
    atLeast(
      ...([0.5, 'refreshes a second of two nodes, against the row updates alone'] as const),
      ratio(
        rate('refresh', `${POSTGRES}, 2 nodes`),
        rate('row update', 'the store alone, PostgreSQL'),
      ),
    ),
    ...signed(results),
    ...[SQLITE, POSTGRES].flatMap((subject) =>
      ['introspection', 'refresh'].flatMap((work) => {
        const { latency } = figure(work, subject)
        if (latency === null) return []
        const tail = latency.p99 / latency.p50
        const spread = { median: tail, least: tail, most: tail }
        return [atMost(5, `p99 against p50 at half load, ${work}, ${subject}`, spread)]
      }),
    ),
  ]
}

/** What signatures add, as a multiple of their bare cost; nothing for results without these rows. */
function signed(results: Results): readonly Target[] {
  if (!hasSignatures(results)) return []
  const cost = (work: Work) => find(results, work, SQLITE).server
  const guard = find(results, 'guard, JWT, first check', '@mandate/guard, in process').server
  const verifying = bareSignature(results, 'verifying ES256')
  const openId = ratio(cost('refresh, openid'), cost('refresh'))
  return [
    ...SIGNED.map(([work, act]) => {
      const what = `${work}, beyond a plain exchange, against ${act}`
      return atMost(1.3, what, ratio(addedBy(results, work), bareSignature(results, act)))
    }),
    atMost(1.3, 'guard, first check of a JWT, against verifying ES256', ratio(guard, verifying)),
    atMost(1.3, 'refresh with openid, against a plain refresh', openId),
  ]
}

function atMost(limit: number, what: string, measured: Spread): Target {
  return { what, wanted: `at most ${limit} ×`, measured, met: measured.median <= limit }
}

function atLeast(limit: number, what: string, measured: Spread): Target {
  return { what, wanted: `at least ${limit} ×`, measured, met: measured.median >= limit }
}
