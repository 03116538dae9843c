/**
 * What becomes of older keys, step by step while a server runs: secrets of authenticator apps and of
 * clients that sign move to the current key, and keys that seal or sign are retired once nothing of theirs can be good.
 */

import { openSecret, sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { KeyId } from '../grants/grant.ts'
import { KEPT_SECONDS } from '../operations/keys.ts'
import { decryptSecret, encryptSecret } from '../people/totp.ts'
import type { Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'

/** Secrets moved at once. */
const BATCH = 100

interface UpkeepContext {
  readonly store: Pick<Store, 'clients' | 'endpoints' | 'keys' | 'secondFactors'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  /** The time to delete by, in seconds since 1970 (`time-keeper.ts`). */
  readonly look: () => Promise<{ readonly now: number }>
}

/** Takes one step each time it is called. Rejects only with `StorageUnavailable`. */
export function createKeyUpkeep({
  store,
  keys,
  clock,
  random,
  look,
}: UpkeepContext): () => Promise<void> {
  /** How far the secrets were moved, and to which key. */
  let moved: { readonly to: KeyId; readonly after: string | null } | undefined

  let movedClients: { to: KeyId | null; after: string | null } = { to: null, after: null }
  let movedEndpoints = movedClients

  async function moveSecrets(): Promise<void> {
    const to = keys.current
    if (moved?.to !== to) moved = { to, after: '' }
    if (moved.after === null) return
    const others = await store.secondFactors.listTotpNotUnder(to, {
      ...{ after: moved.after, limit: BATCH },
    })
    for (const totp of others) {
      const { accountId } = totp
      const secret = decryptSecret(keys, totp)
      // Its key is lost. The person has to set the app up again.
      if (secret === undefined) continue
      const encrypted = encryptSecret({ keys, random }, { accountId, secret })
      await store.secondFactors.rekeyTotp(totp, encrypted)
    }
    moved = { to, after: others.length < BATCH ? null : (others.at(-1)?.accountId ?? null) }
  }

  async function moveClientSecrets(): Promise<void> {
    const to = keys.current
    if (movedClients.to === to && movedClients.after === null) return
    const after = movedClients.to === to ? (movedClients.after ?? '') : ''
    const others = await store.clients.listSignersNotUnder(to, { after, limit: BATCH })
    for (const { id, authentication } of others) {
      if (authentication.method !== 'client_secret_jwt') continue
      const sealed = resealed(id, authentication.sealed)
      // Its key is lost. The operator has to make a new secret.
      if (sealed === undefined) continue
      const { previous } = authentication
      const older = previous === null ? undefined : resealed(id, previous.sealed)
      await store.clients.rekeySecret(id, authentication, {
        sealed,
        previous: previous && older !== undefined ? { ...previous, sealed: older } : null,
      })
    }
    movedClients = { to, after: others.length < BATCH ? null : (others.at(-1)?.id ?? null) }
  }

  async function moveEndpointSecrets(): Promise<void> {
    const to = keys.current
    if (movedEndpoints.to === to && movedEndpoints.after === null) return
    const after = movedEndpoints.to === to ? (movedEndpoints.after ?? '') : ''
    const others = await store.endpoints.listSealedNotUnder(to, { after, limit: BATCH })
    for (const { id, secret: from } of others) {
      const sealed = from === null ? undefined : resealed(id, from.sealed)
      // Its key is lost. The operator has to make a new secret.
      if (from === null || sealed === undefined) continue
      const older = from.previous === null ? undefined : resealed(id, from.previous.sealed)
      const previous =
        from.previous && older !== undefined ? { ...from.previous, sealed: older } : null
      await store.endpoints.rekeySecret(id, from, { sealed, previous })
    }
    movedEndpoints = { to, after: others.length < BATCH ? null : (others.at(-1)?.id ?? null) }
  }

  /** A secret under the current key; undefined if its own key is lost. */
  function resealed(clientId: string, sealed: string): string | undefined {
    const secret = openSecret(keys, clientId, sealed)
    return secret === undefined ? undefined : sealSecret({ keys, random }, { clientId, secret })
  }

  async function retireOld(): Promise<void> {
    const lives = await store.keys.list()
    const overBy = (now: number) =>
      lives.filter(
        ({ slot, retiringAt, retiredAt }) =>
          slot !== 'token' &&
          retiredAt === null &&
          retiringAt !== null &&
          retiringAt + KEPT_SECONDS[slot] <= now,
      )
    if (overBy(clock.now()).length === 0) return
    const { now } = await look()
    for (const { id } of overBy(now)) {
      await store.keys.retire(id, { by: { kind: 'system' }, at: clock.now() })
    }
  }

  return async () => {
    await moveSecrets()
    await moveClientSecrets()
    await moveEndpointSecrets()
    await retireOld()
  }
}
