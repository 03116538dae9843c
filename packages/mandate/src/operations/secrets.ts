/** Secret rotation, shared by clients, APIs and platform keys. */

import { chosenSecret, type NewSecret, newSecret } from '../clients/registration.ts'
import type { Actor } from '../facts/actor.ts'
import type { ClientStore, Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { type ClockInDoubt, clockInDoubt } from './clock.ts'

export interface RotationContext {
  readonly store: Pick<Store, 'clients' | 'platformKeys' | 'resources' | 'trustedTime'>
  readonly clock: Clock
  readonly random: Random
  readonly settings: { readonly clientSecretOverlapSeconds: number }
}

export interface Rotation {
  readonly id: string
  /** How long the current secret stays valid, in seconds. Defaults to the setting. */
  readonly overlapSeconds?: number | undefined
  /** The new secret, if the operator has chosen it. */
  readonly secret?: string | undefined
}

export type Rotated =
  | {
      readonly is: 'rotated'
      /** Not stored. */
      readonly secret: string
      /** When the previous secret ends, in seconds since 1970. */
      readonly previousExpiresAt: number
    }
  | ClockInDoubt

/** Rotates the secret of a client, an API or a platform key; undefined if there is none. */
export async function rotateSecret(
  context: RotationContext & { readonly actor: Actor },
  { id, overlapSeconds, secret: chosen }: Rotation,
  {
    make = chosen === undefined ? newSecret : () => chosenSecret(chosen),
    ...parties
  }: Pick<ClientStore, 'rotateSecret'> & { readonly make?: (random: Random) => NewSecret },
): Promise<Rotated | undefined> {
  const { clock, random, settings, actor } = context
  const overlap = overlapSeconds ?? settings.clientSecretOverlapSeconds
  // No overlap, no stored expiry, so no clock to doubt; and a leaked secret has to go at once.
  const doubt = overlap > 0 ? await clockInDoubt(context) : undefined
  if (doubt !== undefined) return doubt
  const { secret, secretHash } = make(random)
  const now = clock.now()
  const previousExpiresAt = now + overlap
  const rotated = { secretHash, previousExpiresAt }
  return (await parties.rotateSecret(id, rotated, { by: actor, at: now }))
    ? { is: 'rotated', secret, previousExpiresAt }
    : undefined
}
