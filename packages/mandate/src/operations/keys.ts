/** Retires server keys: nothing made with them is honoured any more, by any server. */

import type { KeyId } from '../grants/grant.ts'
import type { KeySlot, KeyUses, Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface KeyContext {
  readonly store: Pick<Store, 'keys'>
  readonly clock: Clock
}

/**
 * How long after its successor a server may still use a key, in seconds: one that hears of nothing
 * stops to use any (`runtime/key-keeper.ts`).
 */
export const HANDOVER_SECONDS = 30
const HOUR = 60 * 60
const SIGNED_SECONDS = 31 * 24 * HOUR
/**
 * How long after its successor something that a key made may still be good, in seconds. A token key is
 * kept as long as grants depend on it, and for the access tokens and repeated refreshes of the last day
 * (`grants/redemption.ts`). An ID token serves as a hint for as long as its session.
 */
export const KEPT_SECONDS: Readonly<Record<KeySlot, number>> = {
  token: 25 * HOUR,
  seal: 24 * HOUR,
  RSA: SIGNED_SECONDS,
  EC: SIGNED_SECONDS,
  OKP: SIGNED_SECONDS,
}

/** The key file of the server that carries an act out. */
export interface KeyFileWriter {
  readonly path: string
  /** Adds new keys: of signing keys, one of each kind that the file has. */
  add(kind: 'token' | 'seal' | 'signing'):
    | { readonly is: 'added'; readonly ids: readonly KeyId[] }
    /** Why the file could not be written, in a sentence. */
    | { readonly is: 'refused'; readonly because: string }
}

/**
 * Adds new keys to the key file of this server. They are used once every server holds them
 * (`runtime/key-keeper.ts`), and what the old ones made stays good. Rejects only with
 * `StorageUnavailable`; then the key is in the file all the same, and is found there.
 */
export const rotateKeys = operation(
  { by: ['operator'], needs: 'keys:write' },
  async (
    { store, clock, keyFile }: KeyContext & { readonly keyFile: KeyFileWriter },
    actor,
    { kind }: { readonly kind: 'token' | 'seal' | 'signing' },
  ): Promise<ReturnType<KeyFileWriter['add']>> => {
    const added = keyFile.add(kind)
    if (added.is === 'added') await store.keys.noteAdded(added.ids, { by: actor, at: clock.now() })
    return added
  },
)

export type RetireKeyOutcome =
  /** `grants` is how many live grants ended. */
  | { readonly is: 'retired'; readonly grants: number }
  | { readonly is: 'retired_before' }
  | { readonly is: 'no_such_key' }
  /** Another one has to take its place first. */
  | { readonly is: 'active' }
  | { readonly is: 'in_use'; readonly uses: KeyUses }
  /** Something that it made may be good until then, in seconds since 1970. */
  | { readonly is: 'too_early'; readonly until: number }

/**
 * Retires a key. With `evenIfUsed`, the grants that depend on it end; otherwise nothing may depend on it.
 * Rejects only with `StorageUnavailable`.
 */
export const retireKey = operation(
  { by: ['operator'], needs: 'keys:write' },
  async (
    { store, clock }: KeyContext,
    actor,
    { id, evenIfUsed }: { readonly id: KeyId; readonly evenIfUsed: boolean },
  ): Promise<RetireKeyOutcome> => {
    const life = (await store.keys.list()).find((one) => one.id === id)
    if (life === undefined) return { is: 'no_such_key' }
    if (life.retiredAt !== null) return { is: 'retired_before' }
    if (life.activeAt !== null && life.retiringAt === null) return { is: 'active' }
    const now = clock.now()
    const kept = evenIfUsed ? HANDOVER_SECONDS : KEPT_SECONDS[life.slot]
    const until = life.retiringAt === null ? 0 : life.retiringAt + kept
    if (until > now) return { is: 'too_early', until }
    if (life.slot === 'token' && !evenIfUsed) {
      const uses = await store.keys.tallyUses(id, now)
      if (Object.values(uses).some((count) => count > 0)) return { is: 'in_use', uses }
    }
    // Before the fact, which tells every API to ask again.
    const grants = life.slot === 'token' ? await store.keys.endGrants(id, now) : 0
    await store.keys.retire(id, { by: actor, at: now })
    return { is: 'retired', grants }
  },
)
