/**
 * Those who break the rules. A thief presents a token that was used long ago; a racer sends copies
 * of the newest one to all nodes at once, first with one key (one request, repeated), at last with
 * a key for each (many requests for one token, of which one may win, and then nobody).
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
  /** After this moment nobody begins an attack. */
  readonly until: number
}

const COPIES = 8
const LOOK_EVERY_MS = 100

/**
 * Waits until an old token of the grant can be had, presents it at one node, and then what was the
 * newest at every node. Resolves when all have answered; whether there was anything to steal.
 */
export async function rob(grant: string, scene: Scene): Promise<boolean> {
  const { nodes, presenting, vault, chance } = scene
  const { refresh, introspect, insist } = presenting
  for (;;) {
    // The direct predecessor of the newest might be repeated in good faith, so one older than that.
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
 * Races for the grant's newest token, so many rounds with one key and then one with many keys.
 * Whether it came to that last one.
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
    // A copy without an answer may still be on its way; only a client that waits may go on.
    if (answers.some(({ status }) => status === 'none')) return false
    const again = await presenting.insist(() => presenting.refresh(nodes[0], token, key))
    if (again.status === 'none' || again.refresh === undefined) return false
    token = again.refresh
    await sleep(chance.between(0, 200))
  }
  const last = await copies((copy) => `race ${grant} at last ${copy}`)
  return last.filter(({ status }) => status === 200 || status === 400).length > 1
}
