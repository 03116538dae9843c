/** An API's guard next to a real server, and what tests want to know about it. */

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import {
  createGuard,
  type GuardOptions,
  type GuardProblem,
  type GuardStatistics,
  type Outcome,
} from '../packages/guard/src/index.ts'
import type { RunningServer } from '../packages/mandate/test/running-server.ts'

export interface GuardedApi {
  /** `scope` is what the API requires. */
  check(token: string, scope?: string): Promise<Outcome>
  statistics(): GuardStatistics
  readonly problems: readonly GuardProblem[]
  /** Checks until this is the outcome; otherwise the test times out. */
  until(token: string, outcome: Outcome['outcome']): Promise<Outcome>
  /** Checks a good token until the guard answers it from memory. */
  learn(token: string): Promise<void>
  close(): void
}

/** The API for the server's own resource; closed at the end of the test. */
export function guardApi(
  t: TestContext,
  server: Pick<RunningServer, 'issuer' | 'resource' | 'resourceSecret'>,
  options: Partial<GuardOptions> = {},
): GuardedApi {
  const problems: GuardProblem[] = []
  const guard = createGuard({
    issuer: server.issuer,
    clientId: server.resource.id,
    clientSecret: server.resourceSecret,
    onProblem: (problem) => problems.push(problem),
    ...options,
  })
  t.after(() => guard.close())
  const check = (token: string, scope?: string) =>
    guard.check(
      { rawHeaders: ['Authorization', `Bearer ${token}`] },
      scope === undefined ? {} : { scope },
    )
  return {
    check,
    problems,
    statistics: () => guard.statistics(),
    close: () => guard.close(),
    async until(token, outcome) {
      for (;;) {
        const answer = await check(token)
        if (answer.outcome === outcome) return answer
        await pause(5)
      }
    },
    async learn(token) {
      const before = guard.statistics().fromMemory
      while (guard.statistics().fromMemory === before) {
        assert.equal((await check(token)).outcome, 'granted')
        await pause(5)
      }
    },
  }
}
