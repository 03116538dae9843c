/**
 * This process's part in the audit chain (`audit/seal.ts`). Every process that opens the data has one,
 * commands too: it marks the facts that the process writes, remembers their ids, and lists them in
 * seals a moment later. The transactions of the facts are left alone.
 *
 *     fact written ──noted──▶ waiting ──seal──▶ sealed
 *                                └── the process dies: another one seals it late (audit-keeper.ts)
 */

import { setTimeout as pause } from 'node:timers/promises'
import { type AuditKeys, createAuditKeys } from '../audit/keys.ts'
import {
  dayOf,
  type Head,
  lineOf,
  readContent,
  type SealContent,
  type SealedLine,
  type SealKind,
  sealHash,
} from '../audit/seal.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { AuditStore, ChainEnd } from '../store/port.ts'
import type { StoreOptions } from '../store/store.ts'

/** Facts in one seal. */
const LINES_AT_ONCE = 500
/** Other processes add seals too; each try loses to one of them. */
const TRIES = 50
const LONGEST_PAUSE_MS = 30

export interface AuditTrail {
  /** For the store. */
  readonly hooks: NonNullable<StoreOptions['audit']>
  readonly keys: AuditKeys
  /** The name of this process in its seals. */
  rename(node: string): void
  /** Seals what was noted until now. Rejects with `StorageUnavailable`; it can be called again. */
  sealNoted(store: AuditStore): Promise<void>
  /** Adds a seal of lines of one day; returns its head. Rejects with `StorageUnavailable`. */
  append(store: AuditStore, added: Added): Promise<Head>
  /** Every event recorded before this (milliseconds since 1970) has a seal, which the next seal says. */
  settle(settledMs: number): void
  /** Calls back if seals that this process has seen are gone or were replaced. */
  watch(alarm: (sentence: string) => void): void
}

interface Added extends Pick<SealContent, 'lines' | 'dropped' | 'kept'> {
  readonly kind: SealKind
  readonly day: string
}

/** `ring` has the keys of the file; `keys.use` gives it those of the running server. */
export function createAuditTrail(ring: KeyRing, name: string): AuditTrail {
  const keys = createAuditKeys(ring)
  const noted = new Set<string>()
  const toDrop = new Set<string>()
  let node = name
  let settledMs = 0
  let seen: Head | undefined
  let alarm = (_: string) => {}
  let sealing: Promise<void> | undefined

  async function sealAll(store: AuditStore): Promise<void> {
    while (noted.size > 0 || toDrop.size > 0) {
      const ids = [...noted].slice(0, LINES_AT_ONCE)
      const dropped = [...toDrop].slice(0, LINES_AT_ONCE)
      // One that is not there was not committed after all.
      const lines = (await store.findRows(ids)).map(lineOf)
      const days = Map.groupBy(lines, ([, atMs]) => dayOf(atMs))
      if (days.size === 0 && dropped.length > 0) {
        days.set(dayOf((await store.readEnd()).nowMs), [])
      }
      const last = [...days.keys()].at(-1)
      for (const [day, ofDay] of days) {
        const more = day === last && dropped.length > 0 ? { dropped } : {}
        await append(store, { kind: 'events', day, lines: inOrder(ofDay), ...more })
        for (const [id] of ofDay) noted.delete(id)
      }
      for (const id of ids) noted.delete(id)
      for (const id of dropped) toDrop.delete(id)
    }
  }

  async function append(store: AuditStore, { kind, day, ...said }: Added): Promise<Head> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const end = await store.readEnd()
      await lookBack(store, end)
      const before = end.seal && readContent(end.seal)
      settledMs = Math.max(settledMs, before?.settledMs ?? 0)
      const unsigned = {
        number: (end.seal?.number ?? 0) + 1,
        atMs: end.nowMs,
        ...{ node, kind, day, content: JSON.stringify({ settledMs, ...said }) },
        previous: end.seal?.hash ?? '',
      }
      const hash = sealHash(unsigned)
      const seal = { ...unsigned, hash, ...keys.sign(hash) }
      if (await store.append(seal, said.dropped ?? [])) {
        seen = { number: seal.number, hash }
        return seen
      }
      await pause(Math.random() * LONGEST_PAUSE_MS)
    }
    throw new Error('other processes add seals faster than this one')
  }

  /** Somebody who cuts the chain off while this process runs is noticed. */
  async function lookBack(store: AuditStore, { seal }: ChainEnd): Promise<void> {
    if (seen === undefined) return
    const { number, hash } = seen
    const there = seal?.number === number ? seal : await store.findSeal(number)
    if (there?.hash === hash) return
    seen = undefined
    const retention = await store.findRetention()
    if (
      there === undefined &&
      number <= ((retention && readContent(retention)?.kept?.afterSeal) ?? 0)
    )
      return
    alarm(
      `The audit chain was cut off or replaced: seal ${number} is not there any more, or another one. Its head was ${number}:${hash}.`,
    )
  }

  return {
    keys,
    hooks: {
      mark: (text) => keys.mark(text),
      noted(ids) {
        for (const id of ids) noted.add(id)
      },
      drop(ids) {
        for (const id of ids) toDrop.add(id)
      },
    },
    rename(next) {
      node = next
    },
    async sealNoted(store) {
      // After what is being sealed, since more may have been noted.
      while (sealing !== undefined) await sealing.catch(() => {})
      sealing = sealAll(store).finally(() => {
        sealing = undefined
      })
      await sealing
    },
    append,
    settle(next) {
      settledMs = Math.max(settledMs, next)
    },
    watch(called) {
      alarm = called
    },
  }
}

function inOrder(lines: readonly SealedLine[]): readonly SealedLine[] {
  return lines.toSorted(([oneId, oneMs], [otherId, otherMs]) =>
    oneMs === otherMs ? (oneId < otherId ? -1 : 1) : oneMs - otherMs,
  )
}
