import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { step } from '../../../src/store/engine.ts'
import { migrations } from '../../../src/store/migrations/all.ts'
import { query } from '../../../src/store/queries/query.ts'
import { actAt } from '../../act.ts'
import { grant, grantId, insertGrants, NOW, redemptionOf } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const ROUNDS = 100
const KILLS = 3

export function processesContract(subject: ContractSubject): void {
  describe('durability and several processes', () => {
    it('keeps everything when it is closed and reopened', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      await store.grants.advance(redemptionOf(grantId(1), 0))
      const before = await store.grants.list({}, { limit: 10 })
      await store.close()
      const again = await openAgain()
      assert.deepEqual(await again.store.grants.list({}, { limit: 10 }), before)
    })

    it('shows every connection at once what another has done', async (t) => {
      const one = await openEmpty(t, subject)
      await insertGrants(one.store, 1)
      const other = await one.openAgain()
      assert.equal((await other.store.grants.find(grant.id))?.grant.revokedAt, null)
      await one.store.grants.revoke(grant.id, 'revoked_by_user', actAt(NOW))
      assert.equal((await other.store.grants.find(grant.id))?.grant.revokedAt, NOW)
      assert.equal(await other.store.grants.advance(redemptionOf(grant.id, 0)), false)
    })

    it('lets many processes that start together make the tables once', async (t) => {
      const { location, remove } = await subject.createPlace()
      const starting = Array.from({ length: 4 }, () =>
        startChild(t, [subject.module, 'race', location, '0000000b']),
      )
      for (const child of starting) assert.equal(await child.nextLine(), 'ready')
      for (const child of starting) {
        child.process.stdin?.end()
        await child.ended
      }
      const engine = await subject.open(location)
      const text = 'SELECT COUNT(*) AS applied FROM schema_migrations'
      const counted = query({ name: 'count_migrations', text, input: {}, key: 'alone' })
      const [row] = await engine.read(step(counted, {}))
      assert.equal(row?.['applied'], migrations.length)
      await engine.close()
      await remove()
    })

    it('lets one of two processes win if both redeem one token at once', async (t) => {
      const { store, location } = await openEmpty(t, subject)
      const ids = await insertGrants(store, ROUNDS)
      const racers = ['0000000b', '0000000c'].map((keyId) =>
        startChild(t, [subject.module, 'race', location, keyId]),
      )
      for (const racer of racers) assert.equal(await racer.nextLine(), 'ready')
      for (const id of ids) {
        for (const racer of racers) racer.process.stdin?.write(`${id}\n`)
        const told = await Promise.all(racers.map((racer) => racer.nextLine()))
        assert.deepEqual(told.toSorted(), ['lost', 'won'])
        const after = (await store.grants.find(id))?.grant
        assert.equal(after?.generation, 1)
        assert.equal(after?.keyId, told[0] === 'won' ? '0000000b' : '0000000c')
      }
      for (const racer of racers) {
        racer.process.stdin?.end()
        await racer.ended
      }
    })

    it('has kept what a process reported before it was killed', async (t) => {
      const place = subject.createPlace()
      const { store, location, openAgain } = await openEmpty(t, subject, place)
      const ids = await insertGrants(store, 8)
      await store.close()
      for (let kill = 0; kill < KILLS; kill++) {
        const writer = startChild(t, [subject.module, 'write', location, String(ids.length)])
        const reported = new Map<string, number>()
        const note = (line: string) => {
          const [id = '', generation = ''] = line.split(' ')
          reported.set(id, Number(generation))
        }
        for (let lines = 0; lines < 200; lines++) note(await writer.nextLine())
        writer.process.kill('SIGKILL')
        await writer.ended
        // Output still in transit when the process died counts as reported too.
        for (const line of writer.unread()) note(line)

        const again = await openAgain()
        for (const id of ids) {
          const kept = (await again.store.grants.find(id))?.grant.generation ?? -1
          const told = reported.get(id) ?? 0
          assert.ok(kept >= told, `generation ${told} was reported and ${kept} was kept`)
          assert.ok(kept <= told + 1, `${kept} was kept though ${told} is the last report`)
        }
        await again.store.close()
      }
    })
  })
}

interface Child {
  readonly process: ChildProcess
  /** The next complete line of its output; rejects if there will be none. */
  nextLine(): Promise<string>
  /** The complete lines that have not been read. */
  unread(): readonly string[]
  /** Resolves when it has exited and all its output has arrived. */
  readonly ended: Promise<unknown>
}

function startChild(test: TestContext, arguments_: readonly string[]): Child {
  const child = spawn(process.execPath, [CHILD, ...arguments_], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  test.after(() => child.kill('SIGKILL'))
  const lines: string[] = []
  const readers: ((line: string | null) => void)[] = []
  let over = false
  const input = createInterface({ input: child.stdout })
  input.on('line', (line) => {
    const reader = readers.shift()
    if (reader === undefined) lines.push(line)
    else reader(line)
  })
  input.on('close', () => {
    over = true
    for (const reader of readers.splice(0)) reader(null)
  })
  const ended = Promise.all([once(child, 'close'), once(input, 'close')])
  return {
    process: child,
    ended,
    unread: () => lines.splice(0),
    nextLine: () =>
      new Promise((resolve, reject) => {
        const settle = (line: string | null) => {
          if (line === null) reject(new Error('the child process ended early'))
          else resolve(line)
        }
        const line = lines.shift()
        if (line !== undefined) resolve(line)
        else if (over) settle(null)
        else readers.push(settle)
      }),
  }
}
