/** The nodes: several `mandate serve` on one database, behind one gate, each with its own clock. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../packages/mandate/src/runtime/ports.ts'
import type { Chance } from './chance.ts'
import { MOSTLY } from './clients/fleet.ts'
import type { Conditions } from './conditions.ts'
import type { Fault } from './faults.ts'
import { type Fate, type Gate, openGate } from './gate.ts'
import { mandate, serving } from './processes.ts'
import type { Storage } from './storage/storage.ts'
import { type Supervised, supervise } from './supervised.ts'

export interface Nodes {
  readonly gate: Gate
  /** Bypassing the gate. */
  readonly urls: readonly [string, ...string[]]
  readonly processes: readonly Supervised[]
  readonly faults: readonly Fault[]
  /** Runs a command of Mandate on the same keys and database. */
  command(args: readonly string[], input?: string): Promise<Readonly<Record<string, unknown>>>
  ready(): Promise<void>
  /** Every clock is right, every request passes. */
  calm(): Promise<void>
  close(): Promise<void>
}

export interface NodePlace {
  readonly directory: string
  readonly storage: Storage
  readonly conditions: Conditions
  readonly chance: Chance
  /** Two by default. */
  readonly count?: number
  /** The program that runs the nodes, if not directly. */
  readonly under?: readonly [string, ...string[]]
  /** Called after a node has exited and before it is restarted. */
  readonly whileDown?: () => Promise<void>
}

/** Less than a retry's 24 hours and than a token's life. */
const FARTHEST_JUMP_MS = 2 * 60 * 60 * 1000
const DAY_SECONDS = '86400'
const MOST_LOOKS_AT_KEYS = 90
/** A command needs a moment in which the database is there. */
const TRIES = 5

export async function startNodes(place: NodePlace): Promise<Nodes> {
  const { directory, storage, conditions, chance, count = 2, under, whileDown } = place
  const ports: [number, ...number[]] = [await freePort('127.0.0.1')]
  while (ports.length < count) ports.push(await freePort('127.0.0.1'))
  const fateChance = chance.fork('fates')
  const gate = await openGate({
    ports,
    draw: () => drawFate(conditions.fates, fateChance.next()),
    chance: chance.fork('gate'),
    latestMs: conditions.latestMs,
  })
  const data = join(directory, 'data')
  const environment = {
    ...storage.environment,
    MANDATE_ISSUER: gate.url,
    // Longer than any clock jump, so that no token can seem expired.
    MANDATE_ACCESS_TOKEN_SECONDS: DAY_SECONDS,
  }
  const command: Nodes['command'] = (args, input) =>
    mandate([...args, '--data', data], { environment, ...(input !== undefined && { input }) })

  const clocks = ports.map((_, index) => join(directory, `clock-${index + 1}`))
  const setClock = (file: string, offset: number) => writeFileSync(file, String(offset))
  const pauses = chance.fork('pauses')
  const processes: Supervised[] = []
  function start(): void {
    mkdirSync(join(directory, 'logs'), { recursive: true })
    for (const [index, port] of ports.entries()) {
      const clock = clocks[index] ?? ''
      setClock(clock, 0)
      const args = serving(preloads(conditions.sabotage), ['--port', `${port}`, '--data', data])
      processes.push(
        supervise({
          name: `node ${index + 1}`,
          args,
          environment: { ...environment, ...preloadEnvironment(directory, clock, conditions) },
          log: join(directory, 'logs', `node-${index + 1}`),
          readyPattern: /^\{"issuer"/m,
          pause: async () => {
            await whileDown?.()
            await sleep(pauses.between(0, 300))
          },
          ...(under !== undefined && { under }),
        }),
      )
    }
  }

  const kill: Fault = {
    name: 'node killed',
    everyMs: conditions.every['node killed'] ?? 0,
    async strike(chance) {
      const node = processes[chance.below(processes.length)]
      if (chance.next() < MOSTLY) await node?.ready()
      return node?.kill() ? `${node.name} was killed` : undefined
    },
  }
  const jump: Fault = {
    name: 'clock jumped',
    everyMs: conditions.every['clock jumped'] ?? 0,
    async strike(chance) {
      const index = chance.below(clocks.length)
      const offset = Math.round(chance.between(-FARTHEST_JUMP_MS, FARTHEST_JUMP_MS))
      setClock(clocks[index] ?? '', offset)
      return `the clock of node ${index + 1} is off by ${Math.round(offset / 1000)} s`
    },
  }

  const rotate: Fault = {
    name: 'keys rotated',
    everyMs: conditions.every['keys rotated'] ?? 0,
    async strike(chance) {
      const kind = chance.next() < MOSTLY ? 'token' : 'seal'
      for (let tries = 0; tries < TRIES; tries++) {
        try {
          await command(['keys', 'rotate', '--kind', kind])
          return `a ${kind} key was added`
        } catch {
          // The database is down, or the disk is full.
          await sleep(chance.between(100, 1_000))
        }
      }
      return undefined
    },
  }

  // Both at once, on an empty database: one makes the keys and the tables, the other finds them.
  start()
  async function ready(): Promise<void> {
    await Promise.all(processes.map((process) => process.ready()))
    if (conditions.sabotage !== null && !existsSync(join(directory, 'sabotaged'))) {
      throw new Error('the sabotage did not happen')
    }
  }
  /** The latest key is used by every node, however many died while keys were rotated. */
  async function keysSettled(): Promise<void> {
    const { current } = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'))
    for (let tries = 0; tries < MOST_LOOKS_AT_KEYS; tries++) {
      const keys = (await command(['keys', 'list'])) as unknown as readonly {
        readonly key_id: string
        readonly state: string
      }[]
      if (keys.some(({ key_id: id, state }) => id === current && state === 'active')) return
      await sleep(1_000)
    }
    throw new Error(`the server key ${current} was never used`)
  }

  return {
    gate,
    urls: [`http://127.0.0.1:${ports[0]}`, ...ports.slice(1).map((p) => `http://127.0.0.1:${p}`)],
    processes,
    faults: [kill, jump, rotate].filter(({ everyMs }) => everyMs > 0),
    command,
    ready,
    async calm() {
      gate.be('calm')
      for (const clock of clocks) setClock(clock, 0)
      await ready()
      if (rotate.everyMs > 0) await keysSettled()
    },
    async close() {
      await Promise.all(processes.map((process) => process.stop('SIGKILL')))
      await gate.close()
    },
  }
}

function drawFate(fates: Conditions['fates'], drawn: number): Fate {
  let left = drawn
  for (const [fate, share] of Object.entries(fates)) {
    left -= share
    if (left < 0) return fate as Fate
  }
  return 'passed'
}

/** Options for Node that load what alters a node from outside. */
function preloads(sabotage: string | null): readonly string[] {
  const load = (path: string) => ['--import', new URL(path, import.meta.url).href]
  return [...load('./clock.ts'), ...(sabotage === null ? [] : load('./sabotage/source-edit.ts'))]
}

function preloadEnvironment(
  directory: string,
  clock: string,
  { sabotage }: Conditions,
): Readonly<Record<string, string>> {
  return {
    CRASH_CLOCK_FILE: clock,
    ...(sabotage !== null && {
      CRASH_SABOTAGE: sabotage,
      CRASH_SABOTAGE_DONE: join(directory, 'sabotaged'),
      // A sabotaged server must leave no compiled code behind for the unmodified one.
      NODE_DISABLE_COMPILE_CACHE: '1',
    }),
  }
}
