/**
 * A device that polls (RFC 8628 §3.4, §3.5). Until the person has decided, the answer is
 * `authorization_pending`. After that, the device code stands for the code of the grant, its
 * generation 0, and is redeemed exactly as one: once, or again with the same `Idempotency-Key`; a
 * second redemption ends the grant.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { deriveRedeemable } from '../../grants/derivation.ts'
import type { Grant, GrantId } from '../../grants/grant.ts'
import { parseToken } from '../../grants/token.ts'
import type { DeviceRequest } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { DEVICE_CODE_GRANT } from '../device/ask.ts'
import { idOfDeviceCode, isDeviceCode } from '../device/device-code.ts'
import type { ProvenKey } from '../dpop/prove.ts'
import { confirmExpired } from './expired.ts'
import type { GrantType } from './grant-type.ts'
import { type LookedUp, redeem } from './redeem.ts'

/** RFC 8628 §3.4. */
export const deviceCode: GrantType = {
  name: DEVICE_CODE_GRANT,
  isOn: ({ deviceCodeSeconds }) => deviceCodeSeconds > 0,
  required: ['device_code'],
  optional: ['authorization_details'],
  async answer(context, { client, parameters, retryKey, proven }) {
    const request = await findRequest(context, client.id, parameters.required('device_code'))
    refuseOtherKey(request, proven)
    const grantId = await approvedGrant(context, request)
    return redeem(context, {
      client,
      kind: 'ac',
      lookedUp: await codeOf(context, { request, grantId }),
      retryKey,
      proven,
      // The scope is what the person agreed to; §3.4 has no scope parameter.
      scope: undefined,
      resource: parameters.all('resource'),
      details: parameters.one('authorization_details'),
      // It had neither redirect URI nor challenge.
      checkBindings: () => {},
    })
  },
}

async function findRequest(
  { store }: ProtocolContext,
  clientId: string,
  code: string,
): Promise<DeviceRequest> {
  const request = isDeviceCode(code)
    ? await store.deviceRequests.find(idOfDeviceCode(code))
    : undefined
  if (request === undefined) throw new Refusal('device_code_unknown')
  // Harms nobody: neither the pace nor the request of the other client changes.
  if (request.clientId !== clientId) throw new Refusal('device_code_of_another_client')
  return request
}

/** A code that is bound to a DPoP key is nothing without it, from the first poll on. */
function refuseOtherKey({ asked }: DeviceRequest, proven: ProvenKey | null): void {
  if (asked.dpopJkt === undefined) return
  const by = 'dpop'
  if (proven?.confirmation.by !== by) throw new Refusal('bound_without_proof', { by })
  if (proven.confirmation.thumbprint !== asked.dpopJkt) {
    throw new Refusal('bound_to_another_key', { by })
  }
}

/** The grant that the person has made. Rejects with `Refusal` if there is none (§3.5). */
async function approvedGrant(context: ProtocolContext, request: DeviceRequest): Promise<GrantId> {
  const { store, clock } = context
  const { id, decidedAt, grantId, intervalSeconds, expiresAt } = request
  if (grantId !== null) return grantId
  if (decidedAt !== null) throw new Refusal('device_denied', { decided_at: decidedAt })
  const now = clock.now()
  if (expiresAt <= now) {
    await confirmExpired(context, expiresAt)
    throw new Refusal('device_code_expired', { expired_at: expiresAt })
  }
  const pace = context.devicePace?.poll(request, now)
  if (pace?.is === 'too_fast') {
    const { nextSeconds } = pace
    if (nextSeconds !== intervalSeconds) {
      await store.deviceRequests.slowDown(id, { intervalSeconds, nextSeconds, at: now })
    }
    throw new Refusal('device_polls_too_fast', { interval: nextSeconds })
  }
  if (pace !== undefined && pace.add > 0) {
    await store.deviceRequests.addPolls(id, { intervalSeconds, polls: pace.add })
  }
  throw new Refusal('device_pending')
}

/**
 * The authorization code of the grant. It is never shown to anybody, so only the device code leads
 * to it. Rejects with `Refusal` if it was not collected in time.
 */
async function codeOf(
  context: ProtocolContext,
  { request, grantId }: { readonly request: DeviceRequest; readonly grantId: GrantId },
): Promise<LookedUp | undefined> {
  const { store, keys } = context
  const found = await store.grants.find(grantId)
  if (found === undefined) {
    throw new Refusal('device_code_expired', { expired_at: request.expiresAt })
  }
  await refuseUncollected(context, found.grant)
  const { dpopJkt } = request.asked
  const confirmation = dpopJkt === undefined ? null : ({ by: 'dpop', thumbprint: dpopJkt } as const)
  const live = { generation: 0, keyId: keys.current, confirmation }
  const token = parseToken(deriveRedeemable(keys, found.grant, live))
  return token && { token, found }
}

async function refuseUncollected(
  context: ProtocolContext,
  { generation, expiresAt }: Grant,
): Promise<void> {
  if (generation > 0 || expiresAt > context.clock.now()) return
  await confirmExpired(context, expiresAt)
  throw new Refusal('device_code_expired', { expired_at: expiresAt })
}
