/**
 * What differs between well-known providers, a row each. From their documentation; none was tried
 * against the real provider.
 */

export interface ClaimNames {
  readonly subject: string
  readonly email: string
  readonly email_verified: string
  readonly name: string
}

export interface Preset {
  readonly label: string
  /** Undefined if every customer has another. */
  readonly issuer?: string
  /** What an issuer looks like there, and what to give. */
  readonly issuerForm?: { readonly pattern: RegExp; readonly give: string }
  readonly scope: readonly string[]
  readonly claims: ClaimNames
  /** How the browser comes back, if not with a query. */
  readonly responseMode?: 'form_post'
  /** The client secret is a JWT that is signed with a key (`client-secret.ts`). */
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
  /** Has no sign-out address, and no `auth_time`, so that `prompt=login` cannot be satisfied. */
  google: {
    label: 'Google',
    issuer: 'https://accounts.google.com',
    scope: STANDARD_SCOPE,
    claims: STANDARD_CLAIMS,
  },
  /**
   * `sub` differs for each application there, so that a new client_id would lose everybody; `oid` with the tenant in the
   * issuer stays. `email` can be set to anything by the tenant's administrator; only the optional
   * claim `xms_edov` says that the tenant owns its domain. For `common` and `organizations` the
   * issuer in an ID token names the person's tenant, which openid-client checks.
   */
  microsoft: {
    label: 'Microsoft',
    issuerForm: {
      pattern:
        /^https:\/\/login\.microsoftonline\.com\/([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|common|organizations)\/v2\.0$/,
      give: 'https://login.microsoftonline.com/TENANT/v2.0 with the tenant id, or common or organizations in its place',
    },
    scope: STANDARD_SCOPE,
    claims: { ...STANDARD_CLAIMS, subject: 'oid', email_verified: 'xms_edov' },
  },
  /** ID tokens are thin there; what they lack comes from the userinfo endpoint. */
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
   * Demands form_post as soon as a scope is asked for. The name is only in an unsigned field of the
   * first answer, so it is not taken. `email_verified` may be a text.
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
