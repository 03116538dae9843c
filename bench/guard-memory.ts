/**
 * What a check costs that the guard answers from memory, beside one that asks the server over
 * loopback, and how soon it knows of a revocation, counted from the answer to whoever revoked.
 *
 *     node_modules/.bin/node bench/guard-memory.ts
 *
 * Everything is in one process. Checks come in bursts, as many as a busy API has at once, and the
 * stream has its turn in between. A check is measured by the processor time of the process, so that
 * other work on the machine does not count.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { createGuard, type Guard } from '../packages/guard/src/index.ts'
import { obtainTokens, revoke } from '../packages/mandate/test/integrator.ts'
import { startServer } from '../packages/mandate/test/running-server.ts'

const BURST = 1_000
const ROUNDS = 300
const REVOCATIONS = 40

const folder = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
const server = await startServer({ database: join(folder, 'mandate.db') })
const credentials = { clientId: server.resource.id, clientSecret: server.resourceSecret }
const guard = createGuard({ issuer: server.issuer, ...credentials })
const asking = createGuard({ issuer: server.issuer, ...credentials, memory: false })
try {
  const { accessToken } = await obtainTokens(server)
  await learn(accessToken)
  await costOf(guard, accessToken, ROUNDS)
  report('a check from memory', await costOf(guard, accessToken, ROUNDS), 'µs')
  report(
    'a check that asks, the server’s share included',
    await costOf(asking, accessToken, 1),
    'µs',
  )
  const other = { ...server, issuer: await server.addNode() }
  for (const [where, node] of [
    ['on the node that the API listens to', server],
    ['on another node', other],
  ] as const) {
    const times: number[] = []
    for (let round = 0; round < REVOCATIONS; round++) {
      const tokens = await obtainTokens(server)
      await learn(tokens.accessToken)
      await revoke(node, tokens.accessToken)
      const answered = performance.now()
      while (await check(guard, tokens.accessToken)) await turn()
      times.push(performance.now() - answered)
    }
    times.sort((a, b) => a - b)
    report(`revoked ${where}, median`, times[REVOCATIONS / 2] ?? 0, 'ms')
    report(`revoked ${where}, longest`, times.at(-1) ?? 0, 'ms')
  }
} finally {
  guard.close()
  asking.close()
  await server.close()
  rmSync(folder, { recursive: true })
}

/** The median over the rounds, in microseconds for one check. */
async function costOf(one: Guard, token: string, rounds: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    for (let count = 0; count < BURST; count++) {
      if (!(await check(one, token))) throw new Error('a good token was refused')
    }
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / BURST)
    await turn()
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

/** A header of its own for each request, as they come over a socket. */
async function check(one: Guard, token: string): Promise<boolean> {
  const header = Buffer.from(`Bearer ${token}`).toString('latin1')
  const { outcome } = await one.check({ rawHeaders: ['Authorization', header] })
  return outcome === 'granted'
}

async function learn(token: string): Promise<void> {
  const { fromMemory } = guard.statistics()
  while (guard.statistics().fromMemory === fromMemory) {
    await check(guard, token)
    await turn()
  }
}

function report(what: string, figure: number, unit: string): void {
  console.log(`${what.padEnd(56)} ${figure.toFixed(2).padStart(9)} ${unit}`)
}
