/**
 * The key that a token is bound to: whoever presents the token must also prove possession of that
 * key, so a stolen token alone is useless. It travels in the token's own text, under the MAC, so a
 * binding costs no column and cannot be removed from a token.
 */

/**
 * `dpop`: the JWK thumbprint of the DPoP key (RFC 9449 §6.1). `certificate`: the SHA-256 of the
 * client certificate (RFC 8705 §3.1). Both are 32 bytes in base64url.
 */
export interface Confirmation {
  readonly by: 'dpop' | 'certificate'
  readonly thumbprint: string
}

/** The `cnf` claim of introspection answers and JWT access tokens. */
export type ConfirmationClaim = { readonly jkt: string } | { readonly 'x5t#S256': string }

const PREFIXES = { dpop: 'jkt', certificate: 'x5t' } as const
/** 32 bytes have one spelling: the last character has two unused bits, which must be zero. */
const THUMBPRINT = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** Whether a text is a SHA-256 thumbprint in base64url. */
export function isThumbprint(text: string): boolean {
  return THUMBPRINT.test(text)
}

/** As written into a token: `jkt:<thumbprint>` or `x5t:<thumbprint>`. */
export function confirmationText({ by, thumbprint }: Confirmation): string {
  return `${PREFIXES[by]}:${thumbprint}`
}

/** Undefined for anything but the exact text of a confirmation. */
export function readConfirmation(text: string): Confirmation | undefined {
  const by = text.startsWith('jkt:') ? 'dpop' : text.startsWith('x5t:') ? 'certificate' : undefined
  const thumbprint = text.slice(4)
  return by !== undefined && isThumbprint(thumbprint) ? { by, thumbprint } : undefined
}

/** Whether both name the same key, or both none. */
function isSameKey(one: Confirmation | null, other: Confirmation | null): boolean {
  if (one === null || other === null) return one === other
  return one.by === other.by && one.thumbprint === other.thumbprint
}

/** Whether a request that proves `proven` may present a token with this confirmation. */
export function isProven(confirmation: Confirmation | null, proven: Confirmation | null): boolean {
  return confirmation === null || isSameKey(confirmation, proven)
}

/**
 * The key of the refresh token that follows a presented code or refresh token, in a request that
 * proves `proven`. A public client has nothing else to tie it to (RFC 9449 §5, RFC 8705 §4); a
 * confidential client's is tied to its credentials, so that the client may change its key. A bound
 * refresh token stays bound.
 */
export function successorKey(
  presented: { readonly kind: 'ac' | 'rt'; readonly confirmation: Confirmation | null },
  { isPublic, proven }: { readonly isPublic: boolean; readonly proven: Confirmation | null },
): Confirmation | null {
  const isBound = presented.kind === 'rt' && presented.confirmation !== null
  return isPublic || isBound ? proven : null
}

/** Undefined for anything but a confirmation of one of the two kinds. */
export function readConfirmationClaim(claim: unknown): Confirmation | undefined {
  const { jkt, 'x5t#S256': x5t, ...others } = Object(claim)
  if (Object.keys(others).length > 0 || (jkt === undefined) === (x5t === undefined))
    return undefined
  return readConfirmation(jkt === undefined ? `x5t:${x5t}` : `jkt:${jkt}`)
}

/** RFC 9449 §6.1, RFC 8705 §3.1. */
export function confirmationClaim({ by, thumbprint }: Confirmation): ConfirmationClaim {
  return by === 'dpop' ? { jkt: thumbprint } : { 'x5t#S256': thumbprint }
}
