/** APIs (resource servers): register, update, rotate the secret, delete. */

import { refuseNameProblem } from '../clients/readable-name.ts'
import {
  makeResource,
  type ResourceDescription,
  refuseUnreadableUsername,
} from '../clients/registration.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import { type ApisContext, findResource } from '../oauth/resource-lookup.ts'
import type { Store } from '../store/port.ts'
import type { Resource } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { type ChangedMeanwhile, meantFor } from './revisions.ts'
import { type Rotated, type Rotation, type RotationContext, rotateSecret } from './secrets.ts'

interface ResourceContext {
  readonly store: Pick<Store, 'resources'>
  readonly clock: Clock
}

interface NoSuchResource {
  readonly is: 'no_such_resource'
}

/** `sentence` is for the person who entered it; nothing was changed. */
interface Invalid {
  readonly is: 'invalid'
  readonly sentence: string
}

export type CreateResourceOutcome =
  /** `secret` is not stored. */
  | { readonly is: 'created'; readonly resource: Resource; readonly secret: string }
  /**
   * The API that has this URI or an equivalent spelling (RFC 3986 §6.2); undefined if it has just
   * been deleted.
   */
  | { readonly is: 'uri_taken'; readonly by: Resource | undefined }
  | Invalid

/** Registers an API. Rejects only with `StorageUnavailable`. */
export const createResource = operation(
  { by: ['operator'], needs: 'resources:write' },
  async (
    context: ResourceContext & ApisContext & { readonly random: Random },
    actor,
    description: ResourceDescription,
  ): Promise<CreateResourceOutcome> => {
    const { store, clock, random } = context
    const { resources } = store
    let made: ReturnType<typeof makeResource>
    try {
      made = makeResource(description, { clock, random })
    } catch (error) {
      return invalid(error)
    }
    const { uri } = made.resource
    const there = await findResource(context, uri)
    if (there !== undefined) return { is: 'uri_taken', by: there }
    if (await resources.insert(made.resource, { by: actor, at: clock.now() }))
      return { is: 'created', ...made }
    return { is: 'uri_taken', by: await findResource(context, uri) }
  },
)

export type UpdateResourceOutcome =
  | { readonly is: 'updated'; readonly resource: Resource }
  | NoSuchResource
  | ChangedMeanwhile
  | Invalid

/** Changes the given properties. Rejects only with `StorageUnavailable`. */
export const updateResource = operation(
  { by: ['operator'], needs: 'resources:write' },
  async (
    { store, clock }: ResourceContext,
    actor,
    {
      resourceId,
      change,
      revision,
    }: {
      readonly resourceId: string
      /** Only if it is still at this one. */
      readonly revision?: string | undefined
      readonly change: Partial<
        Pick<ResourceDescription, 'name' | 'restricted' | 'needsUsername' | 'jwtAlgorithm'>
      >
    },
  ): Promise<UpdateResourceOutcome> => {
    const { resources } = store
    const { name, restricted, needsUsername, jwtAlgorithm } = change
    const before = await resources.find(resourceId)
    if (before === undefined) return { is: 'no_such_resource' }
    try {
      if (name !== undefined) refuseNameProblem(name)
      refuseUnreadableUsername({
        needsUsername: needsUsername ?? before.needsUsernameSince !== null,
        jwtAlgorithm: jwtAlgorithm === undefined ? before.jwtAlgorithm : jwtAlgorithm,
      })
    } catch (error) {
      return invalid(error)
    }
    // Setting it again does not restart the period.
    const since = needsUsername ? (before.needsUsernameSince ?? clock.now()) : null
    const changed = {
      ...(name !== undefined && { name }),
      ...(restricted !== undefined && { restricted }),
      ...(needsUsername !== undefined && { needsUsernameSince: since }),
      ...(jwtAlgorithm !== undefined && { jwtAlgorithm }),
    }
    const which = meantFor(resourceId, revision)
    const isDone = await resources.update(which, changed, { by: actor, at: clock.now() })
    const resource = await resources.find(resourceId)
    if (resource === undefined) return { is: 'no_such_resource' }
    return isDone ? { is: 'updated', resource } : { is: 'changed_meanwhile' }
  },
)

/**
 * Gives an API a new secret. The current one stays valid for a while; an older one ends now.
 * Rejects only with `StorageUnavailable`.
 */
export const rotateResourceSecret = operation(
  { by: ['operator'], needs: 'resources:write' },
  async (
    context: RotationContext,
    actor,
    rotation: Rotation,
  ): Promise<Rotated | NoSuchResource> => {
    const rotated = await rotateSecret({ ...context, actor }, rotation, context.store.resources)
    return rotated ?? { is: 'no_such_resource' }
  },
)

/**
 * Deletes an API. Grants that name its URI stay, but their tokens are good for no API until that
 * URI is registered again. Rejects only with `StorageUnavailable`.
 */
export const deleteResource = operation(
  { by: ['operator'], needs: 'resources:write' },
  async (
    { store, clock }: ResourceContext,
    actor,
    { resourceId }: { readonly resourceId: string },
  ): Promise<{ readonly is: 'deleted' } | NoSuchResource> => {
    const found = await store.resources.delete(resourceId, { by: actor, at: clock.now() })
    return { is: found ? 'deleted' : 'no_such_resource' }
  },
)

function invalid(error: unknown): Invalid {
  if (error instanceof RegistrationRefused) return { is: 'invalid', sentence: error.message }
  throw error
}
