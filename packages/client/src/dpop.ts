/**
 * Proof of possession (RFC 9449): a grant's tokens are bound to a key, and each request carries a proof
 * made with it, so a stolen token is useless alone. The key is stored with the tokens, because every
 * process that shares the store has to make proofs.
 */

import * as oauth from 'oauth4webapi'

/** A private key as a JWK (RFC 7518 §6.2). */
export interface DpopKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly d: string
}

export const DPOP_ALGORITHM = 'ES256'
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' }
const MOST_KEPT = 1_000

export async function newDpopKey(): Promise<DpopKey> {
  const { privateKey } = await oauth.generateKeyPair(DPOP_ALGORITHM, { extractable: true })
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  return { kty: 'EC', crv: 'P-256', x, y, d }
}

const opened = new Map<string, Promise<oauth.DPoPHandle>>()

/** Makes proofs with the key. It remembers the servers' nonces, so each key has one per process. */
export function proverFor(key: DpopKey): Promise<oauth.DPoPHandle> {
  const known = opened.get(key.d)
  if (known !== undefined) return known
  const [oldest] = opened.keys()
  if (opened.size >= MOST_KEPT && oldest !== undefined) opened.delete(oldest)
  const prover = open(key)
  opened.set(key.d, prover)
  return prover
}

async function open({ d, ...publicJwk }: DpopKey): Promise<oauth.DPoPHandle> {
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...publicJwk, d }, CURVE, false, ['sign']),
    crypto.subtle.importKey('jwk', publicJwk, CURVE, true, ['verify']),
  ])
  return oauth.DPoP({}, { privateKey, publicKey })
}

/** Like the global `fetch`, with the bound token and a proof for this request (§7.1). */
export async function fetchWithProof(
  { accessToken, dpopKey }: { readonly accessToken: string; readonly dpopKey: DpopKey },
  input: string | URL | Request,
  init: RequestInit,
): Promise<Response> {
  const request = input instanceof Request ? input : undefined
  const url = new URL(request?.url ?? String(input))
  const method = init.method ?? request?.method ?? 'GET'
  try {
    return await oauth.protectedResourceRequest(accessToken, method, url, new Headers(), null, {
      DPoP: await proverFor(dpopKey),
      // The caller has checked the origin.
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: (_, { headers: made }) => {
        const headers = new Headers(init.headers ?? request?.headers)
        for (const name of ['authorization', 'dpop']) headers.set(name, made[name] ?? '')
        return fetch(input, { ...init, headers })
      },
    })
  } catch (error) {
    // A refusal is the caller's to read.
    if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response
    throw error
  }
}
