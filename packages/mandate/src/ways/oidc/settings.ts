/** The members of an `oidc` way in the setting, and the rules between them. */

import { type EntryOfKind, type Member, translated, type ValuesOf } from '../../settings/schema.ts'
import type { Acceptance } from '../way.ts'
import { authMethods, type Credentials, signingKeyProblem } from './client-secret.ts'
import {
  type ClaimNames,
  type Preset,
  presetNames,
  presetOf,
  STANDARD_CLAIMS,
  STANDARD_SCOPE,
} from './presets.ts'

const text = { type: 'string', minLength: 1 } as const

export const members = {
  preset: {
    schema: { ...text, enum: presetNames },
    meaning:
      'Fills in what differs between well-known providers, such as the scope, the claims and the issuer if there is only one. ' +
      'Taken from their documentation; not tested against the real providers.',
    give: presetNames.join(', '),
  },
  label: {
    schema: translated,
    meaning: 'The name on the button: "Continue with LABEL".',
    give: 'a name, or a map with one name per language',
  },
  issuer: {
    schema: text,
    meaning:
      "The provider's issuer, exactly as in its discovery document. Users are stored under this issuer: " +
      'after a change, they no longer match their accounts.',
    give: 'an https:// URL without a query or fragment, such as https://login.example.com',
    problem: (value) => issuerProblem(String(value)),
  },
  client_id: {
    schema: text,
    required: true,
    meaning:
      'The client id of this server at the provider. Register ISSUER/sign-in/with/NAME/callback there as its ' +
      'redirect URI.',
    give: 'the client id from the provider',
  },
  client_secret: {
    schema: text,
    confidential: true,
    meaning: 'The client secret of this server at the provider.',
    give: 'the client secret from the provider',
  },
  token_endpoint_auth_method: {
    schema: { ...text, enum: authMethods },
    meaning: 'How the client secret is sent; by default, a method that the provider supports.',
    give: authMethods.join(' or '),
  },
  team_id: { schema: text, meaning: 'For apple: the team id.', give: 'ten characters' },
  key_id: { schema: text, meaning: 'For apple: the key id.', give: 'ten characters' },
  private_key: {
    // The other settings have one line; PEM has several.
    schema: { anyOf: [text] },
    confidential: true,
    meaning:
      'For apple, instead of client_secret: the private key that signs a client secret for each request.',
    give: 'the content of the .p8 file',
    problem: (value) => signingKeyProblem(String(value)),
  },
  scope: {
    schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
    meaning: 'The scope to request; by default openid, email and profile.',
    give: 'a list of scope tokens that includes openid',
    problem: (value) => scopeProblem(value as readonly string[]),
  },
  accept: {
    schema: {
      anyOf: [
        { ...text, enum: ['everybody', 'known'] },
        {
          type: 'object',
          additionalProperties: { type: 'array', items: { type: 'string' }, minItems: 1 },
          required: ['domains'],
        },
      ],
    },
    default: 'known',
    meaning:
      'Which users get a new account here: everybody, those with a verified e-mail address at one of ' +
      'these domains, or (known) only users that the operator has linked to an account.',
    give: 'everybody, known, or {domains: [example.com]}',
    problem: (value) => acceptProblem(value),
  },
  claims: {
    schema: { type: 'object', additionalProperties: text },
    meaning:
      'Which claims to read instead of the standard ones for subject, email, email_verified and name.',
    give: 'a map such as {subject: oid, email: upn}',
    problem: (value) => claimsProblem(value as Readonly<Record<string, string>>),
  },
} as const satisfies Readonly<Record<string, Member>>

export type OidcValues = ValuesOf<typeof members>

export function problemsBetween(entry: EntryOfKind): { member: string; give: string }[] {
  const values = entry as OidcValues
  const preset = presetOf(values.preset)
  const problems: { member: string; give: string }[] = []
  const complain = (member: string, give: string) => problems.push({ member, give })
  const issuer = values.issuer ?? preset?.issuer
  if (issuer === undefined) {
    complain('issuer', preset?.issuerForm?.give ?? 'the https:// URL of the provider, or a preset')
  } else if (preset?.issuer !== undefined && issuer !== preset.issuer) {
    complain('issuer', `${preset.issuer}, or leave it out`)
  } else if (preset?.issuerForm?.pattern.test(issuer) === false) {
    complain('issuer', preset.issuerForm.give)
  }
  const signing = ['team_id', 'key_id', 'private_key'] as const
  if (preset?.signsSecret) {
    for (const member of signing) {
      if (values[member] === undefined) complain(member, members[member].give)
    }
    if (values.client_secret !== undefined) {
      complain('client_secret', 'private_key instead, which signs the client secret')
    }
  } else {
    for (const member of signing) {
      if (values[member] !== undefined) complain(member, `no ${member}, which is only for apple`)
    }
    if (values.client_secret === undefined && values.token_endpoint_auth_method !== undefined) {
      complain('client_secret', 'the client secret, or remove token_endpoint_auth_method')
    }
  }
  return problems
}

export interface Configured {
  readonly label: ValuesOf<{ label: (typeof members)['label'] }>['label'] & {}
  readonly issuer: string
  readonly credentials: Credentials
  readonly scope: readonly string[]
  readonly claims: ClaimNames
  readonly responseMode: 'form_post' | undefined
  readonly accept: Acceptance
}

/** The values with the defaults of the preset. Only for settings without problems. */
export function configured(values: OidcValues): Configured {
  const preset: Preset | undefined = presetOf(values.preset)
  const issuer = values.issuer ?? preset?.issuer ?? ''
  return {
    label: values.label ?? preset?.label ?? new URL(issuer).host,
    issuer,
    credentials: credentialsOf(values),
    scope: values.scope ?? preset?.scope ?? STANDARD_SCOPE,
    claims: { ...(preset?.claims ?? STANDARD_CLAIMS), ...values.claims },
    responseMode: preset?.responseMode,
    accept: acceptance(values.accept),
  }
}

function credentialsOf(values: OidcValues): Credentials {
  const { client_secret: secret, private_key: key, team_id: teamId, key_id: keyId } = values
  if (key !== undefined) return { is: 'signed', key, teamId: teamId ?? '', keyId: keyId ?? '' }
  if (secret === undefined) return { is: 'none' }
  return { is: 'secret', secret, method: values.token_endpoint_auth_method }
}

function acceptance(accept: OidcValues['accept']): Acceptance {
  if (typeof accept === 'string') return accept
  return { domains: accept['domains']?.map((domain) => domain.toLowerCase()) ?? [] }
}

function issuerProblem(issuer: string): string | undefined {
  const url = URL.parse(issuer)
  if (url === null || !/^https?:$/.test(url.protocol)) return members.issuer.give
  if (/[?#]/.test(issuer)) return 'an issuer without a query or fragment'
  if (url.username !== '' || url.password !== '') return 'an issuer without a user name'
  if (issuer.includes('/.well-known/')) return 'the issuer only, without /.well-known/…'
  return undefined
}

function scopeProblem(scope: readonly string[]): string | undefined {
  if (!scope.includes('openid')) return `${members.scope.give}; without openid there is no ID token`
  return scope.every((token) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(token))
    ? undefined
    : 'one scope token per list item, without spaces or quotes'
}

function acceptProblem(accept: unknown): string | undefined {
  if (typeof accept === 'string') return undefined
  const { domains, ...others } = accept as Readonly<Record<string, readonly string[]>>
  if (Object.keys(others).length > 0) return members.accept.give
  return domains?.every((domain) => /^([a-z\d-]+\.)+[a-z\d-]+$/i.test(domain))
    ? undefined
    : 'domains such as example.com, without @ or *'
}

function claimsProblem(claims: Readonly<Record<string, string>>): string | undefined {
  const known = Object.keys(STANDARD_CLAIMS)
  return Object.keys(claims).every((name) => known.includes(name))
    ? undefined
    : `claims for ${known.join(', ')} only`
}
