/** Platform keys: create, rotate the secret, delete. */

import { makePlatformKey, newPlatformSecret } from '../clients/platform-key.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import type { Store } from '../store/port.ts'
import type { PlatformKey } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { type Rotated, type Rotation, type RotationContext, rotateSecret } from './secrets.ts'

interface PlatformKeyContext {
  readonly store: Pick<Store, 'platformKeys'>
  readonly clock: Clock
}

interface NoSuchPlatformKey {
  readonly is: 'no_such_platform_key'
}

export type CreatePlatformKeyOutcome =
  /** `secret` is not stored. */
  | { readonly is: 'created'; readonly key: PlatformKey; readonly secret: string }
  /** `sentence` is for the person who entered the value; nothing was changed. */
  | { readonly is: 'invalid'; readonly sentence: string }

/** Creates a platform key. Rejects only with `StorageUnavailable`. */
export const createPlatformKey = operation(
  { by: ['operator', 'system'], needs: 'keys:write' },
  async (
    { store, clock, random }: PlatformKeyContext & { readonly random: Random },
    actor,
    description: Parameters<typeof makePlatformKey>[0],
  ): Promise<CreatePlatformKeyOutcome> => {
    let made: ReturnType<typeof makePlatformKey>
    try {
      made = makePlatformKey(description, { clock, random })
    } catch (error) {
      if (error instanceof RegistrationRefused) return { is: 'invalid', sentence: error.message }
      throw error
    }
    await store.platformKeys.insert(made.key, { by: actor, at: clock.now() })
    return { is: 'created', ...made }
  },
)

/**
 * Gives a platform key a new secret. The current one stays valid for a while; an older one is
 * invalid at once. Rejects only with `StorageUnavailable`.
 */
export const rotatePlatformKeySecret = operation(
  { by: ['operator'], needs: 'keys:write' },
  async (
    context: RotationContext,
    actor,
    rotation: Rotation,
  ): Promise<Rotated | NoSuchPlatformKey> => {
    const { platformKeys } = context.store
    const rotated = await rotateSecret({ ...context, actor }, rotation, {
      make: (random) => newPlatformSecret(rotation.id, random),
      rotateSecret: (...given) => platformKeys.rotateSecret(...given),
    })
    return rotated ?? { is: 'no_such_platform_key' }
  },
)

/**
 * Deletes a platform key; its secrets are invalid at once. Rejects only with `StorageUnavailable`.
 */
export const deletePlatformKey = operation(
  { by: ['operator'], needs: 'keys:write' },
  async (
    { store, clock }: PlatformKeyContext,
    actor,
    { id }: { readonly id: string },
  ): Promise<{ readonly is: 'deleted' } | NoSuchPlatformKey> => {
    const found = await store.platformKeys.delete(id, { by: actor, at: clock.now() })
    return { is: found ? 'deleted' : 'no_such_platform_key' }
  },
)
