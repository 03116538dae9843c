/**
 * What was entered into the search box. A token is reduced to the id of its grant before anything else
 * is done with it; the script of the page does the same before it is sent (`pages/console/console.js`).
 */

import { consoleWords } from '../../words/console/console.ts'

const { tokens, secrets } = consoleWords.search

export type TokenName = keyof typeof tokens
export type SecretName = keyof typeof secrets

export type Searched =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'token'; readonly of: TokenName; readonly grantId: string }
  /** Says nothing about whose it is. */
  | { readonly is: 'secret'; readonly of: SecretName }

const TOKEN = /^mdt_(at|rt|ac)_([\w-]{28,})$/
const SECRET = /^mdt_(cs|pk|ml|ra|ia|dc)_[\w-]*$/
const JWT = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/
/** What a token or a secret was reduced to. */
const REDUCED = /^(at|rt|ac):([0-9a-f]{32})$/
const REDUCED_SECRET = /^(cs|pk|ml|ra|ia|dc|foreign):$/
const GRANT = /^([0-9a-f]{32})\./

export function readSearched(entered: string): Searched {
  const text = entered.trim().replace(/^Bearer\s+/i, '')
  const [, reduced, id] = REDUCED.exec(text) ?? []
  if (reduced !== undefined && id !== undefined) {
    return { is: 'token', of: reduced as TokenName, grantId: id }
  }
  const [, secret] = REDUCED_SECRET.exec(text) ?? SECRET.exec(text) ?? []
  if (secret !== undefined) return { is: 'secret', of: secret as SecretName }
  const [, kind, payload = ''] = TOKEN.exec(text) ?? []
  if (kind !== undefined) {
    // Four bytes name the key, and sixteen the grant (`grants/token.ts`).
    const grantId = Buffer.from(payload.slice(0, 28), 'base64url').toString('hex', 4, 20)
    return { is: 'token', of: kind as TokenName, grantId }
  }
  const [, claims] = JWT.exec(text) ?? []
  return claims === undefined ? { is: 'text', text } : ofJwt(claims)
}

/** The same as text for an address, without anything secret. */
export function reduced(searched: Searched): string {
  switch (searched.is) {
    case 'text':
      return searched.text
    case 'token':
      return `${searched.of}:${searched.grantId}`
    case 'secret':
      return `${searched.of}:`
  }
}

/** An access token in JWT form names its grant (`oauth/jwt-access-token.ts`). */
function ofJwt(payload: string): Searched {
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const [, grantId] = GRANT.exec(String(Object(claims)['grant'])) ?? []
    if (grantId !== undefined) return { is: 'token', of: 'at', grantId }
  } catch {
    // Then it is not ours.
  }
  return { is: 'secret', of: 'foreign' }
}
