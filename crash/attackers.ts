/**
 * The rule breakers. A thief presents a token that was used long ago; a racer sends copies
 * of the newest one to all nodes at once, first with one key (one request, repeated), finally with
 * a different key each (many requests for one token, of which at most one may win).
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import { monotonic } from './journal.ts'
import type { Presenting } from './presenting.ts'
import type { Vault } from './vault.ts'

export interface Scene {
  readonly nodes: readonly [string, ...string[]]
  readonly presenting: Presenting
  readonly vault: Vault
  readonly chance: Chance
  /** No attack starts after this moment. */
  readonly until: number
}

const COPIES = 8
const LOOK_EVERY_MS = 100

/**
 * Waits until an old token of the grant is available, presents it at one node, and then the newest
 * at every node. Resolves when all have answered; says whether there was anything to steal.
 */
export async function rob(grant: string, scene: Scene): Promise<boolean> {
  const { nodes, presenting, vault, chance } = scene
  const { refresh, introspect, insist } = presenting
  for (;;) {
    // The direct predecessor of the newest may be repeated in good faith, so one older than that.
    const loot = vault.of(grant, 'rt').slice(0, -2).at(-1)
    if (loot === undefined) {
      if (monotonic() > scene.until) return false
      await sleep(LOOK_EVERY_MS)
      continue
    }
    await insist(() => refresh(chance.pick(nodes), loot.token))
    break
  }
  const access = vault.of(grant, 'at').at(-1)?.token
  const newest = vault.of(grant, 'rt').at(-1)?.token
  for (const node of nodes) {
    if (access !== undefined) await insist(() => introspect(node, access))
    if (newest !== undefined) await insist(() => refresh(node, newest))
  }
  return true
}

/**
 * Races for the grant's newest token: that many rounds with one key, then one with many keys.
 * Says whether that last one took place.
 */
export async function race(grant: string, rounds: number, scene: Scene): Promise<boolean> {
  const { nodes, presenting, vault, chance } = scene
  let token = vault.of(grant, 'rt').at(-1)?.token ?? ''
  const copies = (key: (copy: number) => string) =>
    Promise.all(
      Array.from({ length: COPIES }, (_, copy) =>
        presenting.refresh(nodes[copy % nodes.length] ?? nodes[0], token, key(copy)),
      ),
    )
  for (let round = 0; round < rounds && monotonic() < scene.until; round++) {
    const key = `race ${grant} ${round}`
    const answers = await copies(() => key)
    // A copy without an answer may still be in transit; only a client that waits may continue.
    if (answers.some(({ status }) => status === 'none')) return false
    const again = await presenting.insist(() => presenting.refresh(nodes[0], token, key))
    if (again.status === 'none' || again.refresh === undefined) return false
    token = again.refresh
    await sleep(chance.between(0, 200))
  }
  const last = await copies((copy) => `race ${grant} at last ${copy}`)
  return last.filter(({ status }) => status === 200 || status === 400).length > 1
}
