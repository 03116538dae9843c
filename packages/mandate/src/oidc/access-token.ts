/**
 * Access tokens that are presented to this server itself, as to an API (RFC 6750, RFC 9449 §7).
 * The same checks as in introspection, and a token that is bound to a key needs its proof.
 */

import type { ClientCertificate } from '../clients/certificate.ts'
import type { DetailsOf } from '../explanations/reasons.ts'
import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { isProven } from '../grants/confirmation.ts'
import { accessTokenId, isAuthentic } from '../grants/derivation.ts'
import { admitGrant } from '../grants/gate.ts'
import { spellingIn } from '../grants/resource-uri.ts'
import { type ParsedToken, parseToken } from '../grants/token.ts'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import { type ProvenKey, proveDpop } from '../oauth/dpop/prove.ts'
import { isTooNew } from '../oauth/newer-generation.ts'
import type { Parameters } from '../oauth/parameters.ts'
import { remainingScope } from '../oauth/scope.ts'
import { confirmUnknownKey } from '../oauth/unknown-key.ts'
import type { GrantWithParties } from '../store/port.ts'
import { writes } from '../store/write-access.ts'

/** The parts of a request that may have a token in them. */
export interface PresentingRequest {
  readonly method: string
  /** The address of the endpoint, without a query. */
  readonly uri: string
  /** The same endpoint where clients present certificates (RFC 8705 §5). */
  readonly alias?: string
  /** The values of the headers. */
  readonly authorization: readonly string[]
  readonly dpop: readonly string[]
  readonly certificate: ClientCertificate | null
  /** The form in the body; empty for GET. */
  readonly form: Parameters
  /** The only API that the token may name. Undefined for a token that names none. */
  readonly audience?: string
}

interface Presented {
  readonly scheme: 'bearer' | 'dpop'
  readonly text: string
}

/** A token that is good here now. */
export interface HonouredToken extends GrantWithParties {
  /** What is left of the token's scope. */
  readonly scope: string
}

/** Rejects with `Refusal` or `StorageUnavailable`. */
export async function honourAccessToken(
  context: ProtocolContext,
  request: PresentingRequest,
): Promise<HonouredToken> {
  const { scheme, text } = presentedIn(request)
  const token = parseToken(text)
  if (token === undefined) throw refused('malformed')
  if (token.kind !== 'at') throw refused('another_kind')
  const tokenId = accessTokenId(text)
  const found = await context.store.grants.find(token.grantId, tokenId)
  if (found === undefined || !isAuthentic(context.keys, found.grant.seed, token)) {
    await confirmUnknownKey(context, token.keyId)
    throw refused('unknown')
  }
  const addressee = { clientId: found.grant.clientId, standing: 'named' } as const
  return onBehalfOf(addressee, () => judge(context, request, { scheme, text, token, found }))
}

/** What holds for a genuine token. */
async function judge(
  context: ProtocolContext,
  request: PresentingRequest,
  {
    token,
    found,
    ...presented
  }: Presented & {
    readonly token: Extract<ParsedToken, { readonly kind: 'at' }>
    readonly found: GrantWithParties
  },
): Promise<HonouredToken> {
  const proven = await keyOf(context, request, presented)
  if (presented.scheme === 'dpop' && token.confirmation?.by !== 'dpop') throw refused('not_bound')
  if (!isProven(token.confirmation, proven?.confirmation ?? null)) throw refused('key_not_proven')
  const now = context.clock.now()
  const gate = admitGrant(found.grant, {
    ...found,
    offered: context.settings.scopes,
    documents: context.settings.clientDocuments,
  })
  if (!gate.open || found.accessTokenDenied) throw refused('revoked')
  if (token.expiresAt <= now || token.issuedAt > now + DOUBT_SECONDS) throw refused('expired')
  if (await isTooNew({ store: context.store, now }, token, found.grant)) throw refused('unknown')
  // A token that names APIs is for them; whoever gets it there must not learn more with it here.
  const { narrowing } = token
  refuseOtherAudience(narrowing?.resource ?? found.grant.resource, request.audience)
  await proven?.spend()
  const scope = remainingScope(narrowing?.scope, gate.admitted.scope)
  return { ...found, scope }
}

/**
 * With an audience, another API that is named too could present the token here (RFC 9700 §2.3). Throws
 * `Refusal`.
 */
function refuseOtherAudience(named: readonly string[], audience: string | undefined): void {
  if (audience === undefined) {
    if (named.length > 0) throw refused('for_apis')
  } else if (named.length !== 1 || spellingIn(named, audience) === undefined) {
    throw refused('not_for_this')
  }
}

/** Exactly one token, in the header or in the form (RFC 6750 §2). */
function presentedIn({ authorization, form }: PresentingRequest): Presented {
  const inForm = form.one('access_token')
  const [header, ...more] = authorization
  if (header === undefined) {
    if (inForm === undefined) throw new Refusal('access_token_missing')
    return { scheme: 'bearer', text: inForm }
  }
  if (more.length > 0 || inForm !== undefined) throw new Refusal('access_token_repeated')
  const [, scheme = '', text = ''] = /^(bearer|dpop) +([\w~+/.-]+=*)$/i.exec(header) ?? []
  if (text === '') throw new Refusal('access_token_missing')
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', text }
}

async function keyOf(
  context: ProtocolContext,
  { dpop, certificate, method, uri, alias }: PresentingRequest,
  { scheme, text }: Presented,
): Promise<ProvenKey | null> {
  if (scheme === 'bearer') {
    if (certificate === null) return null
    const { thumbprint } = certificate
    // Possession was proven in the handshake, so there is nothing to use up (RFC 8705 §3).
    return { confirmation: { by: 'certificate', thumbprint }, spend: async () => {} }
  }
  if (dpop.length === 0) throw refused('key_not_proven')
  return proveDpop(context, { proofs: dpop, method, uri, alias, accessToken: text })
}

function refused(because: DetailsOf<'access_token_refused'>['because']): Refusal {
  return new Refusal('access_token_refused', { because })
}

/** The same, for a caller whose store only reads: a proof is used up. */
export const presentAccessToken = writes(honourAccessToken)
