/** The server keys as `mandate keys` shows them: of the file, the database and the servers together. */

import { KEY_KINDS, type KeyState, keyState } from '../documents/key.ts'
import type { KeyId } from '../grants/grant.ts'
import { heldKeys, wantedKeys } from '../keys/live-keys.ts'
import { JWKS_FRESH_SECONDS } from '../signing/signing-keys.ts'
import type { KeyLife, KeyNode, KeyUses } from '../store/port.ts'
import type { CommandData } from './data-directory.ts'

export interface ShownKey {
  readonly id: KeyId
  /** `token`, `seal`, or the algorithms that it signs with. */
  readonly kind: string
  readonly state: KeyState
  /** Since when it is in this state, in seconds since 1970. */
  readonly since: number
  /** What depends on it; only where that matters. */
  readonly uses: KeyUses | undefined
  readonly life: KeyLife
  readonly nodes: readonly KeyNode[]
  /** Whether the key file here has it. */
  readonly isHeld: boolean
  readonly notes: readonly string[]
}

/** Keys were rotated again before it was used. */
const PASSED_OVER = 'a newer key is used instead'
const STATES: readonly KeyState[] = ['active', 'next', 'retiring', 'retired']

/** Kind by kind, the active one first. Rejects with `StorageUnavailable`. */
export async function shownKeys({
  store,
  opened,
  clock,
}: CommandData): Promise<readonly ShownKey[]> {
  const [lives, nodes] = await Promise.all([store.keys.list(), store.keys.listNodes()])
  const held = new Set(heldKeys(opened.file).map(({ id }) => id))
  const wanted = new Set(wantedKeys(opened.file).map(({ id }) => id))
  const shown: ShownKey[] = []
  for (const life of lives) {
    const state = keyState(life)
    const isUsed = state === 'retiring' && life.slot === 'token'
    const uses = isUsed ? await store.keys.tallyUses(life.id, clock.now()) : undefined
    const isHeld = held.has(life.id)
    const since = life.retiredAt ?? life.retiringAt ?? life.activeAt ?? life.notedAt
    const known = {
      ...{ id: life.id, kind: KEY_KINDS[life.slot], state, since },
      uses,
      life,
      isHeld,
      nodes,
    }
    const isPassedOver = state === 'next' && isHeld && !wanted.has(life.id)
    const notes = isPassedOver ? [PASSED_OVER] : notesOn(known)
    shown.push({ ...known, notes })
  }
  const places: readonly string[] = Object.values(KEY_KINDS)
  return shown.toSorted(
    (one, other) =>
      places.indexOf(one.kind) - places.indexOf(other.kind) ||
      STATES.indexOf(one.state) - STATES.indexOf(other.state) ||
      other.since - one.since,
  )
}

function notesOn({
  id,
  state,
  life,
  uses,
  isHeld,
  nodes,
}: Omit<ShownKey, 'notes'>): readonly string[] {
  const lacking = nodes.filter(({ holds }) => !holds.includes(id)).length
  const missing = isHeld || state === 'retired' ? [] : ['not in the key file here']
  switch (state) {
    case 'next':
      return [...missing, ...(lacking > 0 ? [waitsFor(lacking, nodes.length)] : ready(life))]
    case 'active':
      return lacking > 0 ? [...missing, `${lacking} of ${nodes.length} servers lack it`] : missing
    case 'retiring':
      return uses === undefined ? missing : [...missing, usesText(uses)]
    case 'retired':
      return isHeld ? [`its secret is still in the key file: mandate keys retire ${id}`] : []
  }
}

/** How many servers a key waits for. */
export function waitsFor(lacking: number, all: number): string {
  return `waits for ${lacking} of ${all} ${all === 1 ? 'server' : 'servers'} to hold it`
}

function ready({ slot }: KeyLife): readonly string[] {
  return slot === 'token' || slot === 'seal'
    ? ['every server holds it']
    : [`published for ${JWKS_FRESH_SECONDS / 60} minutes before its first signature`]
}

function usesText({ grants, links, secrets, clients, endpoints }: KeyUses): string {
  const parts = [
    [grants, 'live grants'],
    [links, 'mailed links'],
    [secrets, 'authenticator apps'],
    [clients, 'client secrets'],
    [endpoints, 'webhook secrets'],
  ] as const
  const used = parts.filter(([count]) => count > 0).map(([count, noun]) => `${count} ${noun}`)
  return used.length === 0 ? 'nothing depends on it' : `${used.join(', ')} depend on it`
}
