/** The published keys of a provider (RFC 7517) that can verify an ID token. */

import { createPublicKey } from 'node:crypto'

export interface PublishedKey {
  readonly algorithm: string
}

const CURVES: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
}

/** The signature keys whose algorithm is in `listed`; RS256 if the provider lists none. */
export function usableKeys(
  document: unknown,
  listed: readonly string[] = ['RS256'],
): readonly PublishedKey[] {
  const { keys }: { keys?: unknown } = Object(document)
  if (!Array.isArray(keys)) throw new TypeError('The document has no list of keys.')
  return keys.flatMap((key: Readonly<Record<string, unknown>>) => {
    const { kty, crv, alg, use } = Object(key)
    if (use !== undefined && use !== 'sig') return []
    const possible =
      kty === 'RSA'
        ? listed.filter((each) => /^(RS|PS)(256|384|512)$/.test(each))
        : listed.filter(
            (each) => each === CURVES[String(crv)] || (crv === 'Ed25519' && each === crv),
          )
    const algorithm = alg === undefined ? possible[0] : possible.find((each) => each === alg)
    return algorithm !== undefined && isKey(key) ? [{ algorithm }] : []
  })
}

function isKey(key: object): boolean {
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}
