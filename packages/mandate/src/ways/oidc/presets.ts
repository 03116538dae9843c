/**
 * How well-known providers differ, one row each. Taken from their documentation; not tested against
 * the real providers.
 */

export interface ClaimNames {
  readonly subject: string
  readonly email: string
  readonly email_verified: string
  readonly name: string
}

export interface Preset {
  readonly label: string
  /** Undefined if every customer has a different one. */
  readonly issuer?: string
  /** The form of an issuer there, and what to give. */
  readonly issuerForm?: { readonly pattern: RegExp; readonly give: string }
  readonly scope: readonly string[]
  readonly claims: ClaimNames
  /** The response mode, if it is not query. */
  readonly responseMode?: 'form_post'
  /** The client secret is a signed JWT (`client-secret.ts`). */
  readonly signsSecret?: true
}

export const STANDARD_CLAIMS: ClaimNames = {
  subject: 'sub',
  email: 'email',
  email_verified: 'email_verified',
  name: 'name',
}

export const STANDARD_SCOPE: readonly string[] = ['openid', 'email', 'profile']

export const presets = {
  /**
   * Google has no end_session_endpoint and sends no `auth_time`, so `prompt=login` cannot be
   * satisfied.
   */
  google: {
    label: 'Google',
    issuer: 'https://accounts.google.com',
    scope: STANDARD_SCOPE,
    claims: STANDARD_CLAIMS,
  },
  /**
   * `sub` is different for each application, so a new client_id would change every subject; `oid`
   * together with the tenant in the issuer is stable. A tenant's administrator can set `email` to
   * anything; only the optional claim `xms_edov` says that the tenant owns the domain. With
   * `common` and `organizations`, the issuer in an ID token names the user's tenant, which
   * openid-client checks.
   */
  microsoft: {
    label: 'Microsoft',
    issuerForm: {
      pattern:
        /^https:\/\/login\.microsoftonline\.com\/([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|common|organizations)\/v2\.0$/,
      give: 'https://login.microsoftonline.com/TENANT/v2.0 where TENANT is the tenant id, common or organizations',
    },
    scope: STANDARD_SCOPE,
    claims: { ...STANDARD_CLAIMS, subject: 'oid', email_verified: 'xms_edov' },
  },
  /** Okta's ID tokens contain few claims; the rest comes from the userinfo endpoint. */
  okta: {
    label: 'Okta',
    issuerForm: {
      pattern: /^https:\/\/[^/]+(\/oauth2\/[^/]+)?$/,
      give: 'https://YOUR-ORG.okta.com, or with /oauth2/NAME for an authorization server of your own',
    },
    scope: STANDARD_SCOPE,
    claims: STANDARD_CLAIMS,
  },
  /**
   * Apple requires form_post if any scope is requested. It sends the name only in an unsigned field
   * of the first response, so the name is ignored. `email_verified` may be a string.
   */
  apple: {
    label: 'Apple',
    issuer: 'https://appleid.apple.com',
    scope: ['openid', 'email'],
    claims: STANDARD_CLAIMS,
    responseMode: 'form_post',
    signsSecret: true,
  },
} as const satisfies Readonly<Record<string, Preset>>

export type PresetName = keyof typeof presets

export const presetNames = Object.keys(presets) as readonly PresetName[]

export function presetOf(name: PresetName | undefined): Preset | undefined {
  return name === undefined ? undefined : presets[name]
}
