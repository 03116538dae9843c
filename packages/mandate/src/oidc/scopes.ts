/**
 * The scope tokens of OpenID Connect. Pages describe them in words of ours, unless the operator
 * describes them in the setting `scopes`.
 */

/** OpenID Connect Core §3.1.2.1, §5.4 and §11. */
export const OPENID_SCOPES = [
  'openid',
  'profile',
  'email',
  'phone',
  'address',
  'offline_access',
] as const

/** A text for the consent page; null for our own words (`words/`). */
type Described<Text> = Readonly<Record<string, Text | null>>

/** The operator's scopes, then those of OpenID Connect if it is on. */
export function offeredScopes<Text>({
  openid,
  scopes,
}: {
  readonly openid: boolean
  readonly scopes: Readonly<Record<string, Text>>
}): Described<Text> {
  if (!openid) return scopes
  const more = OPENID_SCOPES.filter((token) => !Object.hasOwn(scopes, token))
  return { ...scopes, ...Object.fromEntries(more.map((token) => [token, null])) }
}

/** Whether a scope makes the request one of OpenID Connect (OpenID Connect Core §3.1.2.1). */
export function hasOpenId(scope: string): boolean {
  return ` ${scope} `.includes(' openid ')
}
