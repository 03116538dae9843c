/**
 * The keys as the server uses them: what its file holds, as far as the database says. The objects
 * stay the same for as long as the server runs, and what they answer changes when keys rotate, so
 * that a request pays nothing for it.
 */

import type { KeyRing } from '../grants/derivation.ts'
import type { KeyId } from '../grants/grant.ts'
import type { SigningKey } from '../signing/key.ts'
import { createSigningKeys, type SigningKeySet, type SigningKeys } from '../signing/signing-keys.ts'
import { type HeldKey, type KeyLife, StorageUnavailable } from '../store/port.ts'
import type { KeyFile } from './content.ts'
import { type SealingKeys, sealingKeyFrom } from './sealing.ts'

export interface LiveKeys {
  readonly ring: KeyRing
  readonly signing: SigningKeys
  readonly seals: SealingKeys
  /** Uses these from now on. */
  use(held: KeyFile, lives: readonly KeyLife[]): void
  /**
   * While true, nothing new is made: other servers may have begun to use a key that this one lacks.
   * Requests that would are answered with 503.
   */
  suspend(isSuspended: boolean): void
}

interface InUse {
  readonly current: KeyId
  readonly secrets: ReadonlyMap<KeyId, Uint8Array>
  readonly signing: SigningKeySet
  readonly seals: SealingKeys
}

export function createLiveKeys(held: KeyFile, lives: readonly KeyLife[]): LiveKeys {
  let inUse = keysInUse(held, lives)
  let suspended = false
  return {
    ring: {
      get current() {
        if (suspended)
          throw new StorageUnavailable('whether the server keys have changed is unknown')
        return inUse.current
      },
      get secrets() {
        return inUse.secrets
      },
    },
    signing: createSigningKeys(() => inUse.signing),
    seals: {
      get current() {
        return inUse.seals.current
      },
      get all() {
        return inUse.seals.all
      },
    },
    use(nowHeld, nowLives) {
      inUse = keysInUse(nowHeld, nowLives)
    },
    suspend(isSuspended) {
      suspended = isSuspended
    },
  }
}

/** All keys of a file. */
export function heldKeys({ tokenKeys, sealKeys, signingKeys }: KeyFile): readonly HeldKey[] {
  return [
    ...tokenKeys.map(({ id }) => ({ id, slot: 'token' as const })),
    ...sealKeys.map(({ id }) => ({ id, slot: 'seal' as const })),
    ...signingKeys.map(({ id, type }) => ({ id, slot: type })),
  ]
}

/** The keys that a file wants to be used: the current token key, and the newest of the others. */
export function wantedKeys(file: KeyFile): readonly HeldKey[] {
  const held = heldKeys(file)
  return held.filter(({ id, slot }, index) =>
    slot === 'token'
      ? id === file.keys.current
      : held.slice(index + 1).every((later) => later.slot !== slot),
  )
}

/** The keys in use that the file lacks. */
export function missingKeys(file: KeyFile, lives: readonly KeyLife[]): readonly KeyLife[] {
  const held = new Set(heldKeys(file).map(({ id }) => id))
  return lives.filter(
    ({ id, activeAt, retiredAt }) => activeAt !== null && retiredAt === null && !held.has(id),
  )
}

function keysInUse(file: KeyFile, lives: readonly KeyLife[]): InUse {
  const byId = new Map(lives.map((life) => [life.id, life]))
  const isRetired = ({ id }: { readonly id: KeyId }) => byId.get(id)?.retiredAt != null
  const isActive = ({ id }: { readonly id: KeyId }) => {
    const life = byId.get(id)
    return life !== undefined && life.activeAt !== null && life.retiringAt === null
  }
  const tokenKeys = file.tokenKeys.filter((key) => !isRetired(key))
  const published: readonly SigningKey[] = file.signingKeys.filter((key) => !isRetired(key))
  const current = tokenKeys.find(isActive)?.id ?? file.keys.current
  const secrets = new Map(tokenKeys.map(({ id, secret }) => [id, secret]))
  return {
    ...{ current, secrets },
    signing: { active: published.filter(isActive), published },
    seals: sealsOf(file, { isRetired, isActive, current }),
  }
}

/**
 * Before there were keys for it, seals were made with one derived from the token key, as they still
 * are where the file has no other.
 */
function sealsOf(
  { sealKeys, tokenKeys }: KeyFile,
  {
    isRetired,
    isActive,
    current,
  }: {
    readonly isRetired: (key: { readonly id: KeyId }) => boolean
    readonly isActive: (key: { readonly id: KeyId }) => boolean
    readonly current: KeyId
  },
): SealingKeys {
  const own = sealKeys.filter((key) => !isRetired(key))
  const active = own.find(isActive)
  const others = tokenKeys.filter((key) => !isRetired(key))
  const first = active ?? others.find(({ id }) => id === current)
  if (first === undefined) throw new Error('there is no key to seal with')
  const rest = [...own, ...others].filter((key) => key !== first)
  const all = [first, ...rest].map(({ secret }) => sealingKeyFrom(secret))
  return { current: all[0] ?? new Uint8Array(), all }
}
