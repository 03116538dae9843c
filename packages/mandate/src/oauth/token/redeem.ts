/**
 * Redeems a code or a refresh token, the only operation that advances a grant's counter.
 *
 * Everything that can fail runs before the compare-and-set: the answer is derived first, and sent
 * only if the compare-and-set succeeds. A request that loses re-reads the row and is judged by the
 * winner's result.
 */

import { refreshRetrySecondsOf } from '../../clients/metadata/profile.ts'
import { sharingOf } from '../../clients/sharing.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { type Confirmation, isProven, successorKey } from '../../grants/confirmation.ts'
import { isAuthentic, redemptionHash } from '../../grants/derivation.ts'
import { admitGrant } from '../../grants/gate.ts'
import type { Grant, KeyId } from '../../grants/grant.ts'
import { decideRedemption, type RedemptionRequest } from '../../grants/redemption.ts'
import { type ParsedToken, parseToken } from '../../grants/token.ts'
import { DOUBT_SECONDS } from '../../grants/trusted-time.ts'
import { idTokenFor } from '../../oidc/id-token.ts'
import { hasOpenId } from '../../oidc/scopes.ts'
import type { GrantWithParties } from '../../store/port.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { grantedDetails } from '../details/granted.ts'
import type { ProvenKey } from '../dpop/prove.ts'
import { isTooNew } from '../newer-generation.ts'
import { confirmUnknownKey } from '../unknown-key.ts'
import { describeState } from './describe-state.ts'
import { ClockInDoubt, confirmExpired } from './expired.ts'
import { endOf, issueTokens, type TokenAnswer } from './issue.ts'
import { narrow } from './narrow.ts'
import { endForReuse } from './reuse.ts'

/** One of our tokens, with its grant from the store. */
export interface LookedUp {
  readonly token: ParsedToken
  readonly found: GrantWithParties | undefined
}

export interface Redemption {
  readonly client: ClientStanding
  readonly kind: 'ac' | 'rt'
  /** Undefined if the text is not one of our tokens. */
  readonly lookedUp: LookedUp | undefined
  readonly checkBindings: (grant: Grant) => void
  /** The key that the request proves possession of. */
  readonly proven: ProvenKey | null
  readonly scope: string | undefined
  readonly resource: readonly string[]
  /** The `authorization_details` of the request (RFC 9396 §6). */
  readonly details: string | undefined
  readonly retryKey: string | null
}

// A lost compare-and-set means that the row has moved on, so the second attempt decides. More are
// needed only while a restored grant catches up.
const MOST_LOOKS = 4

/**
 * Reads the grant of a presented token. The row includes the client, so that one read serves client
 * authentication too. Rejects with `StorageUnavailable`.
 */
export async function lookUp(
  { store }: ProtocolContext,
  text: string,
): Promise<LookedUp | undefined> {
  const token = parseToken(text)
  return token && { token, found: await store.grants.find(token.grantId) }
}

/** The successor of the presented token. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function redeem(
  context: ProtocolContext,
  redemption: Redemption,
): Promise<TokenAnswer> {
  const { lookedUp } = redemption
  if (lookedUp === undefined) throw new Refusal('token_malformed')
  const { token } = lookedUp
  if (token.kind !== redemption.kind) {
    const parameter = redemption.kind === 'ac' ? 'code' : 'refresh_token'
    throw new Refusal('token_of_another_kind', { token_kind: token.kind, parameter })
  }

  let { found } = lookedUp
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const answer = await attempt(context, redemption, { token, found })
    if (answer !== undefined) return answer
    found = await context.store.grants.find(token.grantId)
  }
  if (found === undefined) throw new Refusal('grant_unknown')
  throw new Refusal('generation_reused', describeState(token, found.grant))
}

/** Undefined if another request won the compare-and-set. */
async function attempt(
  context: ProtocolContext,
  redemption: Redemption,
  { token, found }: LookedUp,
): Promise<TokenAnswer | undefined> {
  const { store, keys, clock, settings } = context
  if (found === undefined) throw new Refusal('grant_unknown')
  const { grant } = found
  // The grant may not be this client's, so reveal only what the token itself says.
  const named = { grant: grant.id, presented: token.generation }
  if (!isAuthentic(keys, grant.seed, token)) {
    await confirmUnknownKey(context, token.keyId)
    throw new Refusal('token_forged', named)
  }
  if (grant.clientId !== redemption.client.id) {
    throw new Refusal('token_of_another_client', named)
  }
  const where = describeState(token, grant)
  const proven = redemption.proven?.confirmation ?? null
  checkKey(token, proven)
  redemption.checkBindings(grant)
  const gate = admitGrant(grant, {
    ...found,
    offered: settings.scopes,
    documents: settings.clientDocuments,
  })
  if (!gate.open) {
    if (gate.because === 'account_gone') throw new Refusal('grant_unknown')
    throw new Refusal(gate.because, where)
  }

  const now = clock.now()
  // A code issued while the clock was ahead would otherwise stay valid until then.
  if (token.generation === 0 && grant.createdAt > now + DOUBT_SECONDS) throw new ClockInDoubt()
  // After a clock is set back, the successor must not expire before its predecessor was issued.
  const issuedAt = Math.max(now, grant.redeemedAt ?? now)
  const withRefreshToken = redemption.client.grantTypes.includes('refresh_token')
  const seconds = withRefreshToken ? settings.refreshTokenSeconds : settings.accessTokenSeconds
  const expiresAt = endOf(grant, issuedAt + seconds, settings.grantSeconds)
  // The row's expiry ignores a limit that was set or shortened since the last redemption.
  if (expiresAt <= now) {
    await confirmExpired(context, expiresAt)
    throw new Refusal('generation_expired', where)
  }
  // Only now, because it writes: the token is genuine, and the request is its holder's.
  if (redemption.proven !== null) await redemption.proven.spend()
  const isPublic = redemption.client.authentication.method === 'none'
  const { kind } = redemption
  const confirmation = successorKey({ ...token, kind }, { isPublic, proven })
  const retryKeyHash = redemptionHash(grant.seed, {
    retryKey: redemption.retryKey,
    newlyBound: token.confirmation === null ? confirmation : null,
  })
  const request: RedemptionRequest = {
    presented: token.generation,
    now,
    retryKeyHash,
    retrySeconds: refreshRetrySecondsOf(redemption.client),
    sharing: sharingOf(redemption.client, settings),
    isBound: kind === 'rt' && token.confirmation !== null,
    acceptNewer: !(await isTooNew({ store, now }, token, grant)),
    successor: { keyId: keys.current, expiresAt },
  }
  const decision = decideRedemption(grant, request)
  const issue = async (generation: number, keyId: KeyId, bound = confirmation) => {
    const { admitted } = gate
    // After the decision, because an old generation is an alarm whatever else is requested.
    const { client } = found
    const details = grant.details === null ? [] : await grantedDetails(store, grant)
    const wanted = { grant, client, admitted, details, wanted: redemption }
    const narrowing = await narrow(context, wanted)
    const issued = { grant, admitted, generation, keyId, now, narrowing }
    const named = narrowing?.resource ?? grant.resource
    // What a person allows in details is told only to the APIs it concerns, by introspection.
    // A client could read the public subject in it.
    const isOpaque = named.length === 0 || details.length > 0 || client.sector !== null
    const jwtAlgorithm = isOpaque ? undefined : await context.jwtApis.algorithmFor(named)
    const answer = issueTokens(context, {
      ...issued,
      jwtAlgorithm,
      confirmation: proven,
      refreshToken: withRefreshToken ? { confirmation: bound } : null,
      isNamed: client.metadata.grant_ids,
      details,
    })
    if (!wantsIdToken(context, redemption, answer)) return answer
    const accessToken = answer.access_token
    return { ...answer, id_token: await idTokenFor(context, { ...issued, client, accessToken }) }
  }

  switch (decision.act) {
    case 'refuse':
      if (decision.because === 'expired') await confirmExpired(context, grant.expiresAt)
      throw new Refusal(
        decision.because === 'expired' ? 'generation_expired' : 'generation_newer',
        where,
      )
    case 'revoke': {
      const asked = { client: redemption.client, token, grant, request }
      throw await endForReuse(context, asked, redemption.retryKey)
    }
    case 'repeat': {
      const answer = await issue(decision.generation, decision.keyId)
      context.observe?.({ kind: 'token.redeemed', outcome: 'repeated' })
      return answer
    }
    case 'converge': {
      const answer = await issue(decision.generation, decision.keyId, token.confirmation)
      context.observe?.({ kind: 'token.redeemed', outcome: 'converged' })
      return answer
    }
    case 'advance': {
      const answer = await issue(decision.step.to, decision.step.keyId)
      const won = await store.grants.advance(decision.step)
      context.observe?.({ kind: 'token.redeemed', outcome: won ? 'advanced' : 'overtaken' })
      return won ? answer : undefined
    }
  }
}

/**
 * Whether the answer has an ID token. A refresh has one only if its scope names `openid`, because
 * few clients look at it and each costs a signature (OpenID Connect Core §12.2 leaves it open).
 */
function wantsIdToken(
  { settings }: ProtocolContext,
  { kind, scope }: Redemption,
  answer: TokenAnswer,
): boolean {
  if (kind === 'rt' && scope === undefined) return false
  return settings.openid && hasOpenId(answer.scope)
}

/**
 * Refuses a bound token without its key (RFC 9449 §5, §10; RFC 8705 §4). It comes before everything
 * that could end the grant: a thief without the key cannot even log the owner out.
 */
function checkKey({ confirmation }: ParsedToken, proven: Confirmation | null): void {
  if (confirmation === null || isProven(confirmation, proven)) return
  const { by } = confirmation
  if (proven?.by !== by) throw new Refusal('bound_without_proof', { by })
  throw new Refusal('bound_to_another_key', { by })
}
