/**
 * What a person is asked about a device: the request that belongs to the user code, and everything
 * the consent page says about it. Reading it decides nothing.
 *
 * The question is always asked, whatever was allowed before and whoever the client is. With a
 * redirect, the answer goes to an address of the client; here it goes to whoever holds the device
 * code, which may be somebody who has sent the person a link (RFC 8628 §5.4).
 */

import { onBehalfOf } from '../../explanations/refusal.ts'
import { meets } from '../../people/assurance.ts'
import { agreedBefore } from '../../people/consent.ts'
import { networkKeys } from '../../people/network.ts'
import type { SignedIn } from '../../people/session.ts'
import { admitUserCode } from '../../people/throttle.ts'
import type { Client, Consent, DeviceRequest, Resource } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import { grantableScope } from '../admin-scope.ts'
import { latest } from '../authorize/next-step.ts'
import { findApis } from '../authorize/pending.ts'
import type { ProtocolContext } from '../context.ts'
import { parseDetails } from '../details/details.ts'
import type { Detail } from '../details/type.ts'
import { reaches } from '../reach.ts'
import { deviceClient, recheckDeviceAsk } from './ask.ts'
import { userCodeHashes } from './user-code.ts'

export interface DeviceQuestion {
  readonly request: DeviceRequest
  readonly client: Client
  /** Names of the APIs that the client would reach. None means every API. */
  readonly apis: readonly string[]
  /** The APIs that will receive the e-mail address. */
  readonly toldEmail: readonly Resource[]
  /** Since when what a consent page says about the client and the APIs is true. */
  readonly trueSince: number
  readonly agreedBefore: readonly string[]
  /** The requested scope tokens that may be left out. */
  readonly optional: readonly string[]
  readonly details: readonly Detail[]
  /** Where the device asked from; null if its client has a server that asks for it. */
  readonly from: {
    readonly agent: string
    readonly network: string
    /** Whether the person is in another network. */
    readonly isElsewhere: boolean
  } | null
  /** What this account has allowed the client before. */
  readonly known: Consent | undefined
}

export type FoundQuestion =
  | { readonly is: 'found'; readonly question: DeviceQuestion }
  /** The person has to prove more than that they signed in. */
  | { readonly is: 'needs_factor'; readonly scope: readonly string[] }
  /** There is none with this code, or it has expired. */
  | { readonly is: 'unknown' }
  /** Somebody has decided on it. `byThem`: this account, with yes. */
  | { readonly is: 'decided'; readonly byThem: boolean }
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

/**
 * Finds the request of a user code for whoever is signed in. A code that is not found counts as a
 * guess of this account. `network` is the person's address. Rejects with `Refusal` if the client can no
 * longer have what it asks for, or with `StorageUnavailable`.
 */
export const findDeviceQuestion = writes(
  async (
    context: ProtocolContext,
    { userCode, network }: { readonly userCode: string; readonly network: string },
    { account, session }: SignedIn,
  ): Promise<FoundQuestion> => {
    const { store, clock, settings } = context
    const now = clock.now()
    const attempt = { accountId: account.id, network }
    const admission = await admitUserCode(store.attempts, attempt, now)
    if (!admission.admitted) {
      return { is: 'wait', retryAfterSeconds: admission.retryAfterSeconds }
    }
    const request = await findByUserCode(context, userCode)
    if (request === undefined) return { is: 'unknown' }
    await admission.settle('right')
    if (request.decidedAt !== null) {
      return { is: 'decided', byThem: await isGrantOf(context, request, account.id) }
    }
    if (request.expiresAt <= now) return { is: 'unknown' }
    const client = await deviceClient(context, request.clientId)
    const addressee = { clientId: client.id, standing: 'named' } as const
    return onBehalfOf(addressee, async () => {
      recheckDeviceAsk(context, client, request.asked)
      const scope = await grantableScope(context, account.id, request.asked.scope)
      const asked = { ...request.asked, scope }
      if (!meets(settings, { scope: asked.scope, acrValues: [] }, session)) {
        return { is: 'needs_factor', scope: asked.scope }
      }
      const question = await describe(context, {
        ...{ request: { ...request, asked }, client, accountId: account.id, network },
      })
      return { is: 'found', question }
    })
  },
)

async function findByUserCode(
  { store, keys }: ProtocolContext,
  userCode: string,
): Promise<DeviceRequest | undefined> {
  const hashes = userCodeHashes(keys, userCode)
  const found = await Promise.all(hashes.map((hash) => store.deviceRequests.findByUserCode(hash)))
  return found.find((request) => request !== undefined)
}

async function isGrantOf(
  { store }: ProtocolContext,
  { grantId }: DeviceRequest,
  accountId: string,
): Promise<boolean> {
  const found = grantId === null ? undefined : await store.grants.find(grantId)
  return found?.account?.id === accountId
}

async function describe(
  context: ProtocolContext,
  {
    request,
    client,
    accountId,
    network,
  }: {
    readonly request: DeviceRequest
    readonly client: Client
    readonly accountId: string
    readonly network: string
  },
): Promise<DeviceQuestion> {
  const { consents, resources } = context.store
  const { asked } = request
  const [known, needing, apis] = await Promise.all([
    consents.find(accountId, client.id),
    resources.listNeedingUsername(),
    findApis(context, { asked, client }),
  ])
  const toldEmail = needing.filter((api) => reaches(asked, api))
  const toldSince = Math.max(latest(toldEmail), client.registration?.consentSince ?? 0)
  const names = new Map(apis.map(({ uri, name }) => [uri, name]))
  const optional = client.optionalScope.split(' ')
  const isPublic = client.authentication.method === 'none'
  return {
    ...{ request, client, toldEmail, known },
    trueSince: Math.max(latest(needing), client.registration?.consentSince ?? 0),
    apis: asked.resource.map((uri) => names.get(uri) ?? uri),
    agreedBefore: agreedBefore(client, asked, { known, toldSince }),
    optional: asked.scope.filter((token) => optional.includes(token)),
    details: asked.details === undefined ? [] : parseDetails(asked.details),
    from: isPublic
      ? {
          agent: request.agent,
          network: request.network,
          isElsewhere: networkKeys(request.network).at(-1) !== networkKeys(network).at(-1),
        }
      : null,
  }
}
