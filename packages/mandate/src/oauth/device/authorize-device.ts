/**
 * The device authorization endpoint (RFC 8628 §3.1): authenticates the client, checks what it asks
 * for, and gives it two codes, one to poll with and one for the person.
 *
 *     device ──▶ here ──▶ polls the token endpoint (`../token/device-code.ts`)
 *     person ──▶ types the user code, signs in, decides (`decide.ts`) ──▶ a grant at generation 0
 *
 * Nothing is decided here, so a stranger gains nothing by asking; but each request is a row, so
 * their number is bounded: for each network if the client is public, and for each client.
 */

import { authenticateClient, standingOf } from '../../clients/authentication/authenticate.ts'
import { readCredentials } from '../../clients/authentication/credentials.ts'
import { PROOFS } from '../../clients/authentication/method.ts'
import type { ClientCertificate } from '../../clients/certificate.ts'
import { onBehalfOf } from '../../explanations/refusal.ts'
import { waitBeforeDeviceRequest } from '../../people/throttle.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { ClientStanding } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import type { ProtocolContext } from '../context.ts'
import { namedKey } from '../dpop/named-key.ts'
import { endpointsOf } from '../metadata.ts'
import type { Parameters } from '../parameters.ts'
import { checkDeviceAsk, DEVICE_PARAMETERS, deviceClient } from './ask.ts'
import { idOfDeviceCode, newDeviceCode } from './device-code.ts'
import { FIRST_INTERVAL_SECONDS } from './pace.ts'
import { hashUserCode, newUserCode, shownUserCode } from './user-code.ts'

/**
 * The most pending requests of one client; beyond that, the oldest are forgotten. To drive out a
 * request a minute old, an attacker would need this many requests in that minute, from nearly a
 * thousand networks.
 */
const MOST_PENDING = 50_000
/** Two of 20⁸ codes are seldom the same. */
const MOST_TRIES = 5

export interface DeviceAuthorizationRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  readonly certificate?: ClientCertificate | null | undefined
  /** The values of all `DPoP` headers. */
  readonly dpop: readonly string[]
  readonly parameters: Parameters
  /** Where it comes from: the program, as people read it, and the network address. */
  readonly from: { readonly agent: string; readonly network: string }
}

/** RFC 8628 §3.2. Times are in seconds. */
export interface DeviceAuthorization {
  readonly device_code: string
  readonly user_code: string
  readonly verification_uri: string
  readonly verification_uri_complete: string
  readonly expires_in: number
  readonly interval: number
}

export type DeviceAuthorizationOutcome =
  | { readonly is: 'begun'; readonly answer: DeviceAuthorization }
  /** The network has to wait. */
  | { readonly is: 'too_many'; readonly retryAfterSeconds: number }

/** Resolves once the request is durable. Rejects with `Refusal`, or `StorageUnavailable`. */
export const authorizeDevice = writes(
  async (
    context: ProtocolContext,
    request: DeviceAuthorizationRequest,
  ): Promise<DeviceAuthorizationOutcome> => {
    const { parameters } = request
    parameters.refuseRepeated([...PROOFS, 'client_id', ...DEVICE_PARAMETERS])
    const credentials = readCredentials(request.authorization, parameters, request.certificate)
    const standing = await authenticateClient(context, credentials)
    const addressee = { clientId: standing.id, standing: standingOf(standing) }
    return onBehalfOf(addressee, () => begin(context, standing, request))
  },
)

async function begin(
  context: ProtocolContext,
  { id, authentication }: ClientStanding,
  { parameters, dpop: proofs, from }: DeviceAuthorizationRequest,
): Promise<DeviceAuthorizationOutcome> {
  const { store, clock, random, keys, settings } = context
  const client = await deviceClient(context, id)
  const dpopJkt = await namedKey(context, { parameters, proofs, endpoint: 'deviceAuthorization' })
  const asked = await checkDeviceAsk(context, client, { parameters, dpopJkt })
  const now = clock.now()
  // A confidential client may ask for all its devices from one server.
  if (authentication.method === 'none') {
    const wait = await waitBeforeDeviceRequest(store.attempts, from.network, now)
    if (wait > 0) return { is: 'too_many', retryAfterSeconds: wait }
  }
  const { deviceCodeSeconds: seconds, issuer } = settings
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const deviceCode = newDeviceCode(random)
    const userCode = newUserCode(random)
    const request = {
      ...{ id: idOfDeviceCode(deviceCode), userCode: hashUserCode(keys, userCode) },
      ...{ clientId: client.id, asked, ...from, createdAt: now, expiresAt: now + seconds },
      ...{ intervalSeconds: FIRST_INTERVAL_SECONDS, polls: 0, pacedSince: now },
      ...{ decidedAt: null, grantId: null },
    }
    if (!(await store.deviceRequests.insert(request, MOST_PENDING))) continue
    const shown = shownUserCode(userCode)
    const { device } = endpointsOf(issuer)
    const answer: DeviceAuthorization = {
      device_code: deviceCode,
      user_code: shown,
      verification_uri: device,
      verification_uri_complete: `${device}?user_code=${shown}`,
      expires_in: seconds,
      interval: FIRST_INTERVAL_SECONDS,
    }
    return { is: 'begun', answer }
  }
  throw new StorageUnavailable('no user code is free')
}
