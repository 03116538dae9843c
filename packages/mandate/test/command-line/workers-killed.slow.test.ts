import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { serving, temporaryDirectory } from './mandate-process.ts'

const CLIENTS = 40
const KILLS = 3
/** Longer than anything that the server does to an honest request. */
const HANGS_MS = 20_000

test('no request hangs when a worker is killed', async () => {
  const server = serving([
    ...['serve', '--json', '--port', '0', '--data', temporaryDirectory(), '--workers', '2'],
    ...['--metrics-port', '0'],
  ])
  const [, issuer = ''] = await server.until(/"issuer":"([^"]+)"/)
  const outcomes = new Map<string, number>()
  let over = false
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!over) {
      const outcome = await ask(`${issuer}/health/live`)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  })
  const runs = () => assert.equal(server.child.exitCode, null, server.read().errors)
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      const answered = outcomes.get('200') ?? 0
      for (; (outcomes.get('200') ?? 0) < answered + 100; runs()) await pause(10)
      const [victim] = workersOf(server.child.pid)
      assert.ok(victim)
      process.kill(victim, 'SIGKILL')
      const others = () => workersOf(server.child.pid).filter((pid) => pid !== victim)
      for (; others().length < 2; runs()) await pause(20)
    }
  } finally {
    over = true
  }
  await Promise.all(clients)
  assert.equal(outcomes.get('hangs'), undefined, JSON.stringify([...outcomes]))
  assert.ok((outcomes.get('200') ?? 0) > KILLS * 100)
  await server.stop('SIGTERM')
})

/** Its status or error, on a connection of its own. */
function ask(url: string): Promise<string> {
  const agent = new Agent()
  return new Promise<string>((resolve) => {
    const late = setTimeout(resolve, HANGS_MS, 'hangs')
    const done = (outcome: string) => {
      clearTimeout(late)
      resolve(outcome)
    }
    get(url, { agent }, (response) => {
      response.resume().on('end', () => done(String(response.statusCode)))
      response.on('error', (error) => done(error.message))
    }).on('error', (error) => done(error.message))
  }).finally(() => agent.destroy())
}

function workersOf(primary: number | undefined): readonly number[] {
  const children = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8')
  return children.trim().split(' ').map(Number)
}
