/**
 * The ID token (OpenID Connect Core §2): who signed in, when and how, for the client itself. It is
 * made of the grant's row each time a token answer needs one, and never stored.
 *
 * Neighbours: `oauth/token/redeem.ts` asks for it before the compare-and-set, so that an answer
 * that cannot be signed changes nothing; `signing/` signs it.
 */

import { hash } from 'node:crypto'
import { type GrantExtras, readExtras } from '../grants/extras.ts'
import type { Admitted } from '../grants/gate.ts'
import { accountOf, type Grant } from '../grants/grant.ts'
import { readSignInText } from '../grants/sign-in-text.ts'
import { sidIn } from '../grants/signed-in.ts'
import type { ReadingContext } from '../oauth/context.ts'
import type { SigningAlgorithm } from '../signing/key.ts'
import type { SigningKeys } from '../signing/signing-keys.ts'
import type { ClientStanding } from '../store/records.ts'
import { CannotSign } from './cannot-sign.ts'
import { type Claims, claimsFor } from './claims.ts'
import { claimsWanted } from './claims-request.ts'
import { subjectOf } from './subject.ts'

/** The claims of every ID token here, for the metadata. */
export const ID_TOKEN_CLAIMS = [
  ...['iss', 'sub', 'aud', 'exp', 'iat'],
  ...['auth_time', 'nonce', 'amr', 'acr', 'at_hash', 'sid'],
] as const

/** Tells it apart from the other JWTs of this server (RFC 8725 §3.11). */
export const ID_TOKEN_TYPE = 'JWT'

export interface IdTokenRequest {
  /** Only what has passed the gate is told. */
  readonly admitted: Admitted
  readonly grant: Grant
  readonly client: Pick<ClientStanding, 'id' | 'metadata' | 'sector'>
  /** The generation of the answer: 1 answers the code. */
  readonly generation: number
  /** What of the grant the answer is limited to, if anything. */
  readonly narrowing?: { readonly scope?: string | undefined } | null
  /** The access token of the same answer. */
  readonly accessToken: string
  /** Seconds since 1970. */
  readonly now: number
}

/** A signed ID token. Rejects with `StorageUnavailable`. */
export async function idTokenFor(
  context: Pick<ReadingContext, 'settings' | 'signing' | 'store' | 'random'>,
  request: IdTokenRequest,
): Promise<string> {
  const { signing } = context
  const extras = readExtras(request.grant.extras)
  if (extras === undefined) {
    throw new CannotSign('the grant asks for what only a newer version of this server knows')
  }
  const alg = idTokenAlgorithm(signing, request.client)
  if (alg === undefined) {
    throw new CannotSign(`no key of this server signs ID tokens for ${request.client.id}`)
  }
  const sub = await subjectOf(context, request.client, request.grant)
  const claims = {
    ...(await personOf(context, request, extras)),
    ...claimsOf(context, { ...request, extras, alg, sub }),
  }
  return signing.sign(claims, { alg, typ: ID_TOKEN_TYPE })
}

/** The claims about the person that the client asked for in ID tokens by name. */
async function personOf(
  { store }: Pick<ReadingContext, 'store'>,
  { admitted, grant, narrowing }: IdTokenRequest,
  { claims }: GrantExtras,
): Promise<Claims> {
  const wanted = claimsWanted(narrowing?.scope ?? admitted.scope, claims, 'id_token')
  const accountId = accountOf(grant)
  if (wanted.length === 0 || accountId === null) return {}
  const account = await store.accounts.find(accountId)
  return account === undefined ? {} : claimsFor(account, wanted)
}

function claimsOf(
  { settings }: Pick<ReadingContext, 'settings'>,
  {
    grant,
    client,
    generation,
    accessToken,
    now,
    extras,
    alg,
    sub,
  }: IdTokenRequest & {
    readonly extras: GrantExtras
    readonly alg: SigningAlgorithm
    readonly sub: string
  },
): Readonly<Record<string, unknown>> {
  const { amr, acr } = grant.signIn === null ? { amr: [], acr: null } : readSignInText(grant.signIn)
  // Members that are undefined are not in the JSON.
  return {
    iss: settings.issuer,
    sub,
    aud: client.id,
    exp: now + settings.idTokenSeconds,
    iat: now,
    // Also after a refresh: the time of the sign-in, not of the token (OpenID Connect Core §12.2).
    ...(grant.authTime !== null && { auth_time: grant.authTime }),
    // A refreshed ID token should have none (§12.2).
    ...(generation === 1 && { nonce: extras.nonce }),
    ...(amr.length > 0 && { amr }),
    ...(acr !== null && { acr }),
    at_hash: leftHalfHash(accessToken, alg),
    sid: sidIn(grant),
  }
}

/**
 * The algorithm that the client is registered for; RS256 by default (OpenID Connect Dynamic Client
 * Registration §2), which is the first of a server with RSA keys. Undefined if there is no key.
 */
export function idTokenAlgorithm(
  { algorithms }: Pick<SigningKeys, 'algorithms'>,
  { metadata }: Pick<ClientStanding, 'metadata'>,
): SigningAlgorithm | undefined {
  const { id_token_signed_response_alg: registered } = metadata
  if (registered === undefined) return algorithms[0]
  return algorithms.find((alg) => alg === registered)
}

/**
 * The left half of the hash of a token, with the hash function of the algorithm (OpenID Connect
 * Core §3.1.3.6). Ed25519 uses SHA-512.
 */
export function leftHalfHash(token: string, alg: SigningAlgorithm): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', token, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
