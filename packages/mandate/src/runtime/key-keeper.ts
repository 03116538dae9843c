/**
 * Keeps the server keys of a running process up to date: reads the key file again when it changes,
 * says in the database what this process holds, and uses what the database says is in use.
 *
 * Two times make this safe, both measured by a clock that cannot be set. A process that has not
 * learnt which keys are in use for `LEASE_MS` makes nothing new. Others count it as dead, and do not
 * wait for it any more, after `DEAD_MS`, which is longer. So a process that hung and wakes up never
 * uses a key after others have stopped to.
 *
 * A file that cannot be read is not used: the process goes on with the keys that it has, and says so
 * in the log.
 */

import { statSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import manifest from '../../package.json' with { type: 'json' }
import type { KeyFile } from '../keys/content.ts'
import { foreignKeys, KeyFileRefused, readKeyFileLater } from '../keys/key-file.ts'
import { heldKeys, type LiveKeys, missingKeys, wantedKeys } from '../keys/live-keys.ts'
import type { KeyPlace } from '../keys/place.ts'
import { JWKS_FRESH_SECONDS } from '../signing/signing-keys.ts'
import type { KeyLife, KeyStore } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { isGone } from './node-id.ts'

const TICK_MS = 1_000
const LOOK_MS = 5_000
/** While a key waits to be used. */
const LOOK_SOON_MS = 2_000
const BEAT_MS = 15_000
const UPKEEP_MS = 60_000
/** How often the command that prints the keys is run. */
const COMMAND_MS = 60_000
/** A process that has not looked for this long makes nothing new. */
export const LEASE_MS = 30_000
/** Nobody waits for a process that has been silent for this long. */
const DEAD_MS = 60_000

interface Kept {
  readonly store: Pick<KeyStore, 'list' | 'listNodes' | 'adopt' | 'leave'>
  readonly place: KeyPlace
  readonly live: LiveKeys
  /** What was opened. */
  readonly file: KeyFile
  readonly lives: readonly KeyLife[]
  readonly node: string
  readonly clock: Clock
  /** Done now and then, with the keys in use. */
  readonly upkeep?: () => Promise<void>
  readonly log: { info(sentence: string): void; error(sentence: string): void }
  /** Milliseconds of a clock that cannot be set. */
  readonly monotonic?: () => number
}

export interface KeyKeeper {
  /** One step. */
  tick(): Promise<void>
  /** Takes a step each second. */
  start(): void
  /** Tells the others that this process has stopped. */
  stop(): Promise<void>
}

export function createKeyKeeper({
  store,
  place,
  live,
  file,
  lives: opened,
  node,
  clock,
  upkeep = async () => {},
  log,
  monotonic = () => performance.now(),
}: Kept): KeyKeeper {
  let held = file
  let lives = opened
  const { path, command = null } = place
  // Read again at once: it may have changed since this process has read it.
  let stamp = ''
  let changing: string | undefined
  let printedAt = monotonic()
  let isReading = false
  let [lookedAt, adoptedAt, confirmedAt] = [monotonic(), monotonic(), monotonic()]
  let keptAt = monotonic()
  let mustAdopt = false
  let said = ''
  let looking: Promise<void> | undefined
  /** When each of the others last said something. */
  const heard = new Map<string, { readonly beats: number; readonly at: number }>()

  /** A file that is being written is read once it rests. A command is run now and then. */
  function hasChanged(): boolean {
    if (command !== null) {
      if (monotonic() - printedAt < COMMAND_MS) return false
      printedAt = monotonic()
      return true
    }
    const now = stampOf(path)
    if (now === stamp) return false
    const rests = now === changing
    changing = rests ? undefined : now
    if (rests) stamp = now
    return rests
  }

  async function readChanges(): Promise<void> {
    if (isReading || !hasChanged()) return
    isReading = true
    try {
      const read = await readKeyFileLater(place)
      if (read === undefined) throw new KeyFileRefused(`The key file ${path} is gone.`)
      const missing = missingKeys(read, lives).filter(({ slot }) => slot === 'token')
      if (missing.length > 0) {
        // Perhaps one of them was retired just now, so the file is looked at again.
        stamp = ''
        const ids = missing.map(({ id }) => id)
        throw foreignKeys(path, 'that it serves', ids)
      }
      held = together(held, read)
      mustAdopt = true
      say('')
    } catch (error) {
      if (!(error instanceof KeyFileRefused)) throw error
      say(`${error.message} This server goes on with the keys that it has read before.`)
    } finally {
      isReading = false
    }
  }

  function say(problem: string): void {
    if (problem !== '' && problem !== said) log.error(problem)
    said = problem
  }

  const isPending = () => {
    const byId = new Map(lives.map((life) => [life.id, life]))
    return wantedKeys(held).some(({ id }) => {
      const life = byId.get(id)
      return life === undefined || (life.activeAt === null && life.retiredAt === null)
    })
  }

  async function look(): Promise<void> {
    const began = monotonic()
    lookedAt = began
    const before = activeIds(lives)
    if (mustAdopt || isPending() || began - adoptedAt >= BEAT_MS) {
      mustAdopt = false
      adoptedAt = began
      lives = await store.adopt({
        ...{ node, version: manifest.version },
        ...{ held: heldKeys(held), wanted: wantedKeys(held), at: clock.now() },
        publishedSeconds: JWKS_FRESH_SECONDS,
      })
    } else lives = await store.list()
    live.use(held, lives)
    live.suspend(false)
    confirmedAt = began
    for (const id of activeIds(lives)) {
      if (!before.includes(id)) log.info(`The server key ${id} is in use from now on.`)
    }
    const missing = missingKeys(held, lives).map(({ id }) => id)
    if (missing.length > 0) say(lacking(path, missing))
    await burySilent()
    if (monotonic() - keptAt < UPKEEP_MS) return
    keptAt = monotonic()
    await upkeep()
  }

  async function burySilent(): Promise<void> {
    const nodes = await store.listNodes()
    const now = monotonic()
    if (nodes.every(({ id }) => id !== node)) mustAdopt = true
    for (const { id, beats } of nodes) {
      if (id === node) continue
      const last = heard.get(id)
      if (last?.beats !== beats) heard.set(id, { beats, at: now })
      if (isGone(id) || (last?.beats === beats && now - last.at >= DEAD_MS)) {
        await store.leave(id, beats)
        heard.delete(id)
        mustAdopt = true
      }
    }
  }

  const isDue = () => {
    if (mustAdopt) return true
    return monotonic() - lookedAt >= (isPending() ? LOOK_SOON_MS : LOOK_MS)
  }

  async function tick(): Promise<void> {
    if (monotonic() - confirmedAt > LEASE_MS) live.suspend(true)
    await readChanges()
    if (looking !== undefined || !isDue()) return
    // `StorageUnavailable`: until the database is back, the lease runs on.
    looking = look()
      .catch(() => {})
      .finally(() => {
        looking = undefined
      })
    await looking
  }

  let timer: NodeJS.Timeout | undefined
  return {
    tick,
    start() {
      timer = setInterval(() => void tick(), TICK_MS).unref()
    },
    async stop() {
      clearInterval(timer)
      await looking
      // If the database is gone, silence tells.
      await store.leave(node).catch(() => {})
    },
  }
}

/** The sentence for keys that others use. */
function lacking(path: string, ids: readonly string[]): string {
  const keys = ids.length === 1 ? 'the key' : 'the keys'
  return (
    `The key file ${path} lacks ${keys} ${ids.join(', ')}, which other servers use: ` +
    'copy keys.json from a server that has it; what is made with it is answered with 503 here until then.'
  )
}

/** The new file, and what only the older one has: what it made is still to be recognized. */
function together(older: KeyFile, newer: KeyFile): KeyFile {
  const ids = new Set(heldKeys(newer).map(({ id }) => id))
  const missing = <Key extends { readonly id: string }>(keys: readonly Key[]) =>
    keys.filter(({ id }) => !ids.has(id as never))
  const tokenKeys = [...missing(older.tokenKeys), ...newer.tokenKeys]
  return {
    ...newer,
    tokenKeys,
    keys: {
      current: newer.keys.current,
      secrets: new Map(tokenKeys.map(({ id, secret }) => [id, secret])),
    },
    sealKeys: [...missing(older.sealKeys), ...newer.sealKeys],
    signingKeys: [...missing(older.signingKeys), ...newer.signingKeys],
  }
}

function activeIds(lives: readonly KeyLife[]): readonly string[] {
  return lives
    .filter(({ activeAt, retiringAt }) => activeAt !== null && retiringAt === null)
    .map(({ id }) => id)
}

/** Changes whenever the file does. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? 'none' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`
}
