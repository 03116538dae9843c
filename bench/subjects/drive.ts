/**
 * Runs one kind of work on one server for a while, and returns the cost.
 *
 * A driver keeps what the work leaves behind: live refresh tokens that continue as chains, access
 * tokens to introspect, and grants to revoke.
 */

import type { Generators } from '../load/generators.ts'
import type { Job, JobDone, Load } from '../load/job.ts'
import { party } from '../servers/cast.ts'
import type { LoopSubject, ServerSubject, Work } from './subject.ts'

/** The cost of one stretch of work. */
export interface Sample {
  readonly requests: number
  readonly seconds: number
  /** Microseconds of the server's processor time per request. */
  readonly server: number
  /** The same for all processes of PostgreSQL; null without one. */
  readonly database: number | null
  /** The share of a core that each generator process used; null if nothing was generated. */
  readonly generator: number | null
  /** In microseconds; empty under a closed load. */
  readonly latencies: readonly number[]
  readonly lateness: readonly number[]
}

export interface Driver {
  readonly subject: ServerSubject
  /** `expected` is the largest number of requests; work that uses tokens up gets that many. */
  drive(work: Work, load: Load, expected: number): Promise<Sample>
  /** Refreshes each grant of the latest exchanges that often; returns the total number of refreshes. */
  refreshAll(times: number): Promise<number>
}

export interface Crew {
  readonly generators: Generators
  readonly connections: number
}

/** Each waits for a hash that takes a core some tens of milliseconds; more would only queue. */
const SIGN_IN_CONNECTIONS = 4

/** Starts with some exchanges: as many chains as there are connections. */
export async function createDriver(
  subject: ServerSubject,
  { generators, connections }: Crew,
): Promise<Driver> {
  const chains = new Map<Work, readonly string[]>()
  let accessTokens: readonly string[] = ['none']
  /** What each stretch of exchanges issued, to be used by one stretch of revocations each. */
  const revocable: (readonly string[])[] = []

  /** Made before the clock starts, since the server itself may make them. */
  async function prepare(
    work: Work,
    expected: number,
  ): Promise<Pick<Job, 'tokens' | 'use' | 'proofs'>> {
    switch (work) {
      case 'exchange':
      case 'exchange, ID token (ES256)':
      case 'exchange, ID token (RS256)':
      case 'exchange, client assertion':
      case 'exchange, DPoP': {
        const { codesOf, prove } = subject.offers[work] ?? {}
        const tokens = await subject.codes(expected, codesOf)
        return { tokens, use: 'once', ...(prove && { proofs: prove(tokens.length) }) }
      }
      case 'revocation':
        return { tokens: revocable.shift() ?? [], use: 'once' }
      case 'refresh':
      case 'refresh, openid':
        return { tokens: chains.get(work) ?? [], use: 'chain' }
      case 'introspection':
        return { tokens: accessTokens, use: 'cycle' }
      case 'introspection, unknown token':
        return { tokens: subject.unknownTokens, use: 'cycle' }
      case 'client credentials':
        return { tokens: [party.scope], use: 'cycle' }
      case 'sign-in':
        return { tokens: [party.password], use: 'cycle' }
      default:
        throw new Error(`${work} is not done over HTTP`)
    }
  }

  function keep(work: Work, { refreshTokens, accessTokens: fresh }: JobDone): void {
    if (chains.has(work)) chains.set(work, refreshTokens)
    if (work === 'exchange') revocable.push(refreshTokens)
    if (fresh.length > 0 && (work === 'exchange' || work === 'refresh')) accessTokens = fresh
  }

  async function drive(work: Work, load: Load, expected: number): Promise<Sample> {
    const offer = subject.offers[work]
    if (offer === undefined) throw new Error(`${subject.name} offers no ${work}`)
    const prepared = await prepare(work, expected)
    const before = subject.spent()
    const { form, expected: answer } = offer
    const done = await generators.run({
      ...{ form, expected: answer, ...prepared, ports: subject.ports, load },
      connections: work === 'sign-in' ? SIGN_IN_CONNECTIONS : connections,
    })
    const after = subject.spent()
    keep(work, done)
    return sampleOf(done, { before, after, generators: generators.count })
  }

  async function startChains(work: Work): Promise<readonly string[]> {
    const offer = subject.offers[work]
    if (offer === undefined) throw new Error(`${subject.name} offers no ${work}`)
    const { form, expected, codesOf } = offer
    const tokens = await subject.codes(connections, codesOf)
    const load = { kind: 'closed', seconds: 60 } as const
    const job = { form, expected, tokens, use: 'once', ports: subject.ports, connections, load }
    return (await generators.run(job as Job)).refreshTokens
  }

  async function refreshAll(times: number): Promise<number> {
    const offer = subject.offers.refresh
    let tokens = revocable.pop() ?? []
    if (offer === undefined) throw new Error(`${subject.name} offers no refresh`)
    const count = tokens.length * times
    for (let time = 0; time < times; time++) {
      const load = { kind: 'closed', seconds: 600 } as const
      const job = {
        ...offer,
        tokens,
        use: 'once',
        ports: subject.ports,
        connections,
        load,
      } as const
      tokens = (await generators.run(job)).refreshTokens
    }
    return count
  }

  for (const [work, first] of [
    ['refresh', 'exchange'],
    ['refresh, openid', 'exchange, ID token (ES256)'],
  ] as const) {
    if (subject.offers[work] === undefined) continue
    if (subject.offers[first] === undefined) chains.set(work, Array(connections).fill('none'))
    else chains.set(work, await startChains(first))
  }
  return { subject, drive, refreshAll }
}

/** The same for a loop, which generates its own work. */
export async function driveLoop(subject: LoopSubject, seconds: number): Promise<Sample> {
  await subject.prepare?.(seconds)
  const before = subject.spent()
  const { count, seconds: elapsed } = await subject.run(seconds)
  const after = subject.spent()
  const done = { requests: count, seconds: elapsed, generator: 0, latencies: [], lateness: [] }
  return { ...sampleOf(done, { before, after, generators: 1 }), generator: null }
}

type Spending = ReturnType<ServerSubject['spent']>

function sampleOf(
  done: Pick<JobDone, 'requests' | 'seconds' | 'generator' | 'latencies' | 'lateness'>,
  spent: { readonly before: Spending; readonly after: Spending; readonly generators: number },
): Sample {
  const { before, after, generators } = spent
  const { requests, seconds, latencies, lateness } = done
  return {
    ...{ requests, seconds, latencies, lateness },
    server: (after.server - before.server) / requests,
    database:
      after.database === null || before.database === null
        ? null
        : (after.database - before.database) / requests,
    generator: done.generator / 1e6 / seconds / generators,
  }
}
