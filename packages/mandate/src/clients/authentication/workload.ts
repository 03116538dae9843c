/**
 * The token of a workload as its client assertion (RFC 7521 §4.2): issued by its platform, so its `iss`
 * and `sub` are not the client id, and the request says in `client_id` which client it is.
 *
 * The client's registration names issuer, subject and audience, and the operator trusts the issuer
 * with workloads. The token may be presented until it expires, because platforms hand out one token
 * for an hour, unless the issuer is registered for single use.
 */

import { hash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import { ASYMMETRIC_ALGORITHMS, type JwtAlgorithm } from '../../jwt/algorithms.ts'
import { type Jwt, readJwt } from '../../jwt/read.ts'
import { JwtRefused } from '../../jwt/refused.ts'
import type { Store } from '../../store/port.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { forWriting } from '../../store/write-access.ts'
import { ClientKeysRefused, readJwtOf } from '../keys.ts'
import { isWorkloadSubject } from '../workload-subject.ts'
import { readWorkloadToken, type SentWorkloadToken } from './assertion.ts'
import { failedBy } from './failed-by.ts'
import type { Claim, Registered, SentCredentials, VerifyingContext } from './method.ts'
import { nobodysKeys } from './nobodys-keys.ts'

const TOLERANCE_SECONDS = 30

export function recogniseWorkload(credentials: SentCredentials): Claim | undefined {
  const sent = readWorkloadToken(credentials)
  if (sent === undefined) return undefined
  return {
    methods: ['private_key_jwt'],
    clientId: sent.clientId,
    async verify(registered, context) {
      const found = await expectedOf(context, sent, registered)
      if (found instanceof Refusal) {
        // A refusal takes as long as any other, so that nobody learns which clients there are.
        await verifyForNobody(context, sent)
        throw found
      }
      const { client, trusted, workload } = found
      const { claims } = await readToken(context, sent, { trusted, client })
      checkAudience(claims['aud'], workload.audience ?? context.settings.issuer, client)
      const { sub } = claims
      if (typeof sub !== 'string' || !isWorkloadSubject(workload.subject, sub)) {
        const details = { expected: workload.subject, subject: String(sub).slice(0, 200) }
        throw refusal(sent, 'subject', { client, ...details })
      }
      if (trusted.singleUse) await useUp(context, sent, { claims, client })
    },
  }
}

/** The workload that the client is, and its issuer; or why this token cannot be from it. */
async function expectedOf(
  { store }: VerifyingContext,
  sent: SentWorkloadToken,
  client: Registered | undefined,
) {
  if (client === undefined) return new Refusal('unknown_client', { proof: 'assertion' })
  const workload = workloadOf(client)
  if (workload === undefined) return refusal(sent, 'not_registered', { client })
  const { issuer } = workload
  if (sent.issuer !== issuer) return refusal(sent, 'issuer', { client, expected: issuer })
  const rows = await store.trustedIssuers.listByIssuer(issuer)
  const trusted = rows.find(({ purpose }) => purpose === 'workload')
  if (trusted === undefined || trusted.disabledAt !== null) {
    return refusal(sent, 'not_trusted', { client })
  }
  return { client, trusted, workload }
}

/** Undefined if the party is no workload. */
function workloadOf({ authentication, metadata = {} }: Registered) {
  const { workload_issuer: issuer, workload_subject: subject } = metadata
  if (authentication.method !== 'private_key_jwt') return undefined
  if (issuer === undefined || subject === undefined) return undefined
  return { issuer, subject, audience: metadata.workload_audience }
}

function refusal(
  { issuer }: SentWorkloadToken,
  problem:
    | ('not_registered' | 'not_trusted' | 'issuer' | 'subject')
    | ('signature' | 'no_key' | 'algorithm' | 'typ'),
  {
    client,
    ...details
  }: { readonly client: Registered; readonly subject?: string; readonly expected?: string },
): Refusal {
  const found = { issuer: issuer.slice(0, 200), problem, ...details }
  return new Refusal('workload_refused', found, failedBy(client))
}

async function verifyForNobody({ clock }: VerifyingContext, { text }: SentWorkloadToken) {
  const keys = { are: 'public', set: nobodysKeys } as const
  const rules = { algorithms: ASYMMETRIC_ALGORITHMS, keys, now: clock.now() }
  await readJwt(text, rules).catch(() => {})
}

async function readToken(
  { clientKeys, clock }: VerifyingContext,
  sent: SentWorkloadToken,
  { trusted, client }: { readonly trusted: TrustedIssuer; readonly client: Registered },
): Promise<Jwt> {
  let jwt: Jwt
  try {
    jwt = await readJwtOf(await clientKeys.ofIssuer(trusted), sent.text, {
      ...{ clientKeys, issuer: trusted.issuer, now: clock.now() },
      algorithms: trusted.algorithms as readonly JwtAlgorithm[],
      requiredClaims: ['sub', 'aud'],
      maxLifetimeSeconds: trusted.maxLifetimeSeconds,
      toleranceSeconds: TOLERANCE_SECONDS,
    })
  } catch (error) {
    throw refusalFor(error, sent, { trusted, client })
  }
  // Also if it is no longer good for long: it must not have been good for long either.
  const { iat, exp } = jwt.claims
  const longest = trusted.maxLifetimeSeconds + TOLERANCE_SECONDS
  if (iat !== undefined && Number(exp) - Number(iat) > longest) {
    const details = { problem: 'too_long_valid', claim: 'exp' } as const
    throw new Refusal('assertion_claims', details, failedBy(client))
  }
  // RFC 8725 §3.11: Kubernetes writes no typ, CI systems write JWT.
  const { typ } = jwt.header
  if (typ !== undefined && String(typ).toLowerCase() !== 'jwt') {
    throw refusal(sent, 'typ', { client })
  }
  return jwt
}

/** Any other error is returned as it is. */
function refusalFor(
  error: unknown,
  sent: SentWorkloadToken,
  { trusted, client }: { readonly trusted: TrustedIssuer; readonly client: Registered },
): unknown {
  if (error instanceof ClientKeysRefused) {
    const details = { issuer: trusted.issuer, problem: error.message }
    return new Refusal('issuer_keys_unavailable', details, failedBy(client))
  }
  if (!(error instanceof JwtRefused)) return error
  const { problem, claim } = error
  switch (problem) {
    case 'signature':
    case 'no_key':
    case 'algorithm':
      return refusal(sent, problem, { client })
    case 'expired':
    case 'not_yet':
    case 'too_old':
    case 'too_long_valid':
    case 'missing_claim':
    case 'claim': {
      const named = CLAIMS.find((one) => one === claim) ?? 'exp'
      return new Refusal('assertion_claims', { problem, claim: named }, failedBy(client))
    }
    case 'embedded_key':
      return new Refusal('unreadable_assertion', { problem }, failedBy(client))
    default:
      return new Refusal('unreadable_assertion', { problem: 'malformed' }, failedBy(client))
  }
}

const CLAIMS = ['iss', 'sub', 'aud', 'jti', 'exp', 'iat', 'nbf'] as const

/** For this audience alone: every other one that the token names could present it here. */
function checkAudience(aud: unknown, expected: string, client: Registered): void {
  const audience = [aud].flat()
  if (audience.length === 1 && audience[0] === expected) return
  const details = { problem: 'claim', claim: 'aud', expected } as const
  throw new Refusal('assertion_claims', details, failedBy(client))
}

/** By its own text, because not every platform gives its tokens a `jti`. */
async function useUp(
  context: VerifyingContext,
  { text, issuer }: SentWorkloadToken,
  { claims, client }: { readonly claims: Jwt['claims']; readonly client: Registered },
): Promise<void> {
  const { usedOnce } = forWriting<{ readonly store: Pick<Store, 'usedOnce'> }>(context).store
  const { jti, exp } = claims
  const which = typeof jti === 'string' ? ['jti', issuer, jti] : ['text', signedPart(text)]
  const id = `workload.${hash('sha256', JSON.stringify(which), 'base64url')}`
  const expiresAt = Math.ceil(Number(exp)) + TOLERANCE_SECONDS + 1
  if (await usedOnce.use(id, { expiresAt, now: context.clock.now() })) return
  throw new Refusal('assertion_used_before', {}, failedBy(client))
}

/** Without the signature, which for some algorithms can be written in another way. */
function signedPart(text: string): string {
  return text.slice(0, text.lastIndexOf('.'))
}
