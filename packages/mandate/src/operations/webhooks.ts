/** Webhooks of the platform: create, update, rotate the secret, disable, enable, delete. */

import { refuseNameProblem } from '../clients/readable-name.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { Endpoint } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { unknownEvent } from '../webhooks/event-types.ts'
import { newWebhookSecret, sealWebhookSecret, webhookSecretProblem } from '../webhooks/secret.ts'
import { clockInDoubt } from './clock.ts'
import { addressProblem } from './endpoint-address.ts'
import { operation } from './operation.ts'
import { type ChangedMeanwhile, meantFor, newRevision } from './revisions.ts'
import type { Rotated, Rotation, RotationContext } from './secrets.ts'

export interface WebhookContext {
  readonly store: Pick<Store, 'endpoints' | 'trustedTime'>
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** Rejects with an error whose message says why this address is not called. */
  readonly checkAddress: (address: string) => Promise<void>
}

export interface WebhookDescription {
  readonly name: string
  readonly url: string
  /** Names of event types, or groups such as `user.*`; none for all of them. */
  readonly events: readonly string[]
}

/** A secret that the operator has chosen, in the form of `newWebhookSecret`. */
export interface ChosenSecret {
  readonly secret?: string | undefined
}

export interface NoSuchWebhook {
  readonly is: 'no_such_webhook'
}

/** `field` is the one that is wrong, `sentence` for whoever entered it; nothing was changed. */
export interface InvalidWebhook {
  readonly is: 'invalid'
  readonly field: keyof WebhookDescription | 'secret'
  readonly sentence: string
}

/** Creates a webhook, with the `secret` given or a new one; it is shown once. Rejects only with `StorageUnavailable`. */
export const createWebhook = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    context: WebhookContext,
    actor,
    description: WebhookDescription & ChosenSecret,
  ): Promise<
    { readonly is: 'created'; readonly webhook: Endpoint; readonly secret: string } | InvalidWebhook
  > => {
    const { store, clock, random } = context
    const problem = await webhookProblem(context, description)
    if (problem !== undefined) return problem
    const id = `webhook_${Buffer.from(random(15)).toString('base64url')}`
    const { secret = newWebhookSecret(random) } = description
    const sealed = sealWebhookSecret(context, { endpointId: id, secret })
    const { name, url, events } = description
    const webhook: Endpoint = {
      ...{ id, kind: 'webhook', name, url, events: [...new Set(events)], details: {} },
      ...{ clientId: null, secret: { sealed, previous: null } },
      ...{ createdAt: clock.now(), disabledAt: null, disabledBecause: null },
      revision: newRevision(random),
    }
    await store.endpoints.insert(webhook, { by: actor, at: clock.now() })
    return { is: 'created', webhook, secret }
  },
)

/**
 * Changes what is given; with a revision, only if the webhook is still at it. Rejects only with
 * `StorageUnavailable`.
 */
export const updateWebhook = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    context: WebhookContext,
    actor,
    {
      id,
      change,
      revision,
    }: {
      readonly id: string
      readonly change: Partial<WebhookDescription>
      readonly revision?: string | undefined
    },
  ): Promise<
    | { readonly is: 'updated'; readonly webhook: Endpoint }
    | NoSuchWebhook
    | InvalidWebhook
    | ChangedMeanwhile
  > => {
    const { store, clock } = context
    if ((await findWebhook(store, id)) === undefined) return { is: 'no_such_webhook' }
    const problem = await webhookProblem(context, change)
    if (problem !== undefined) return problem
    const act = { by: actor, at: clock.now() }
    const isDone = await store.endpoints.update(meantFor(id, revision), change, act)
    const webhook = await findWebhook(store, id)
    if (webhook === undefined) return { is: 'no_such_webhook' }
    return isDone ? { is: 'updated', webhook } : { is: 'changed_meanwhile' }
  },
)

/**
 * A new secret, or the one that is given and has no problem. For `overlapSeconds`, or as long as the setting says, requests have the signatures of
 * both, so that receivers can change in between. Rejects only with `StorageUnavailable`.
 */
export const rotateWebhookSecret = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    context: Omit<WebhookContext, 'checkAddress'> & Pick<RotationContext, 'settings'>,
    actor,
    { id, overlapSeconds = context.settings.clientSecretOverlapSeconds, ...chosen }: Rotation,
  ): Promise<Rotated | NoSuchWebhook> => {
    const { store, clock, random } = context
    if ((await findWebhook(store, id)) === undefined) return { is: 'no_such_webhook' }
    const doubt = overlapSeconds > 0 ? await clockInDoubt(context) : undefined
    if (doubt !== undefined) return doubt
    const { secret = newWebhookSecret(random) } = chosen
    const sealed = sealWebhookSecret(context, { endpointId: id, secret })
    const previousExpiresAt = clock.now() + overlapSeconds
    const act = { by: actor, at: clock.now() }
    return (await store.endpoints.rotateSecret(id, { sealed, previousExpiresAt }, act))
      ? { is: 'rotated', secret, previousExpiresAt }
      : { is: 'no_such_webhook' }
  },
)

export type WebhookTurn = 'disable' | 'enable' | 'delete'

/**
 * Disabling pauses it: what happens meanwhile is delivered when it is enabled again, as long as facts
 * are kept. Rejects only with `StorageUnavailable`.
 */
export const turnWebhook = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    { store, clock }: Pick<WebhookContext, 'store' | 'clock'>,
    actor,
    { id, turn }: { readonly id: string; readonly turn: WebhookTurn },
  ): Promise<{ readonly is: 'done' } | { readonly is: 'was_so' } | NoSuchWebhook> => {
    if ((await findWebhook(store, id)) === undefined) return { is: 'no_such_webhook' }
    const act = { by: actor, at: clock.now() }
    const { endpoints } = store
    const isDone =
      turn === 'disable'
        ? await endpoints.disable(id, 'operator', act)
        : await endpoints[turn](id, act)
    return { is: isDone ? 'done' : 'was_so' }
  },
)

/** Undefined also for an endpoint of another kind. */
export async function findWebhook(
  { endpoints }: { readonly endpoints: Pick<Store['endpoints'], 'find'> },
  id: string,
): Promise<Endpoint | undefined> {
  const found = await endpoints.find(id)
  return found?.kind === 'webhook' ? found : undefined
}

/** Whether these can be what a webhook has; undefined if so. */
export async function webhookProblem(
  { checkAddress }: Pick<WebhookContext, 'checkAddress'>,
  { name, url, events, secret }: Partial<WebhookDescription> & ChosenSecret,
): Promise<InvalidWebhook | undefined> {
  try {
    if (name !== undefined) refuseNameProblem(name)
  } catch (error) {
    if (!(error instanceof RegistrationRefused)) throw error
    return { is: 'invalid', field: 'name', sentence: error.message }
  }
  const wrong = secret === undefined ? undefined : webhookSecretProblem(secret)
  if (wrong !== undefined) return { is: 'invalid', field: 'secret', sentence: wrong }
  const unknown = events === undefined ? undefined : unknownEvent(events)
  if (unknown !== undefined) {
    const sentence = `There is no event ${JSON.stringify(unknown)}; list them with: mandate webhook events`
    return { is: 'invalid', field: 'events', sentence }
  }
  if (url === undefined) return undefined
  const sentence = await addressProblem(checkAddress, url)
  return sentence === undefined ? undefined : { is: 'invalid', field: 'url', sentence }
}
