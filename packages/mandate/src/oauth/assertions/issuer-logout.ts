/**
 * A trusted issuer says that it has signed a person out (OpenID Connect Back-Channel Logout 1.0 §2.6).
 * Everything that came of its assertions about them ends, and what it signed before counts no more.
 * Whom it does not know here, it cannot sign out, and the answer is the same.
 */

import { hash } from 'node:crypto'
import { ClientKeysRefused, readJwtOf } from '../../clients/keys.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { JwtAlgorithm } from '../../jwt/algorithms.ts'
import { type Jwt, parseJwt } from '../../jwt/read.ts'
import { JwtRefused } from '../../jwt/refused.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import type { ProtocolContext } from '../context.ts'
import type { Parameters } from '../parameters.ts'
import { isTyp, shown } from './assertion.ts'
import { TOLERANCE_SECONDS } from './read.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** §2.4 recommends two minutes at most. */
const MOST_LIFETIME_SECONDS = 600

/** Resolves once it is durable. Rejects with `Refusal`, or `StorageUnavailable`. */
export const acceptLogoutToken = writes(
  async (context: ProtocolContext, parameters: Parameters): Promise<void> => {
    const { store, clock } = context
    const text = parameters.required('logout_token')
    const { rows, row } = await trustedFor(context, text)
    const { header, claims } = await verified(context, text, row)
    const { sub, jti, exp, nonce, events } = claims
    const problem = problemOf({ header, claims: { sub, jti, nonce, events } })
    if (problem !== undefined) throw refused(row.issuer, problem)
    const id = hash('sha256', JSON.stringify([row.issuer, jti]), 'base64url')
    const expiresAt = Math.ceil(Number(exp)) + TOLERANCE_SECONDS + 1
    const account = await store.accounts.findByIdentity(row.provider, String(sub))
    if (account !== undefined && !(await store.usedOnce.isUsed(`issuer-logout.${id}`))) {
      const act = { by: { kind: 'system' }, at: clock.now() } as const
      for (const { id: issuerId } of rows) {
        await store.trustedIssuers.signOut({ issuerId, accountId: account.id }, act)
      }
    }
    // After the act, so that a failure in between can be made good; replayed, it ends nothing again.
    await store.usedOnce.use(`issuer-logout.${id}`, { expiresAt, now: clock.now() })
  },
)

/** The rows of its issuer that take logout tokens, with the provider and the audience of `row`. */
async function trustedFor({ store }: ProtocolContext, text: string) {
  const { iss, aud } = claimsIn(text)
  const known = typeof iss === 'string' ? await store.trustedIssuers.listByIssuer(iss) : []
  const audience = [aud].flat()
  const row = known.find(
    ({ logoutAudience }) => logoutAudience !== null && audience.includes(logoutAudience),
  )
  if (row === undefined) throw refused(typeof iss === 'string' ? shown(iss) : '', 'not_trusted')
  const isOfSame = ({ provider, logoutAudience }: TrustedIssuer) =>
    provider === row.provider && logoutAudience === row.logoutAudience
  return { row, rows: known.filter(isOfSame) }
}

function claimsIn(text: string): Jwt['claims'] {
  try {
    return parseJwt(text).claims
  } catch (error) {
    if (!(error instanceof JwtRefused)) throw error
    throw refused('', 'unreadable')
  }
}

async function verified(
  { clientKeys, clock }: ProtocolContext,
  text: string,
  row: TrustedIssuer,
): Promise<Jwt> {
  try {
    return await readJwtOf(await clientKeys.ofIssuer(row), text, {
      ...{ clientKeys, issuer: row.issuer, now: clock.now() },
      algorithms: row.algorithms as readonly JwtAlgorithm[],
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
      maxLifetimeSeconds: MOST_LIFETIME_SECONDS,
      toleranceSeconds: TOLERANCE_SECONDS,
    })
  } catch (error) {
    if (error instanceof ClientKeysRefused) {
      const details = { issuer: row.issuer, problem: error.message }
      throw new Refusal('issuer_keys_unavailable', details)
    }
    if (!(error instanceof JwtRefused)) throw error
    const isOfKey = ['signature', 'no_key', 'algorithm', 'unsigned'].includes(error.problem)
    throw refused(row.issuer, isOfKey ? 'signature' : 'claims')
  }
}

/** §2.6, in its order. An assertion or an ID token is no logout token. */
function problemOf({ header, claims }: Jwt | { header: Jwt['header']; claims: Jwt['claims'] }) {
  const { sub, jti, nonce, events } = claims
  const isTyped =
    header['typ'] === undefined || ['JWT', 'logout+jwt'].some((one) => isTyp(header['typ'], one))
  const happened = Object(events) as Record<string, unknown>
  if (!isTyped || typeof happened[EVENT] !== 'object' || nonce !== undefined) return 'another_token'
  if (typeof jti !== 'string' || jti === '') return 'claims'
  // A session id alone names nobody here: assertions carry none.
  return typeof sub === 'string' && sub !== '' ? undefined : 'no_subject'
}

function refused(
  issuer: string,
  problem: 'unreadable' | 'not_trusted' | 'signature' | 'claims' | 'another_token' | 'no_subject',
): Refusal {
  return new Refusal('issuer_logout_refused', { issuer, problem })
}
