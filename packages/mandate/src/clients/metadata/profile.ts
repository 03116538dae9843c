/**
 * Security profiles: one property of a client that forces many rules. What they force is the table
 * below. Each of them also forces bound tokens (DPoP or the client's certificate), a PKCE challenge and
 * a redirect URI in each request, https for that address, and the issuer alone, as a text, as the
 * audience of assertions.
 *
 * - FAPI 2.0 Security Profile Final, §5.3.2
 * - FAPI 2.0 Message Signing Final, §5.3 to §5.5
 */

import type { AuthMethod } from './authentication.ts'
import { choice } from './field.ts'

export const profileFields = {
  profile: choice(['fapi2', 'fapi2_message_signing'], {
    help: 'the security profile that it has to follow',
    value: 'profile',
  }),
}

type ProfileName = 'fapi2' | 'fapi2_message_signing'
/** §5.4: the algorithms of everything that is signed, in both directions. */
const ALGORITHMS = ['PS256', 'ES256', 'EdDSA', 'Ed25519'] as const

export interface Profile {
  /** How the client may prove itself. */
  readonly methods: readonly AuthMethod[]
  /** The algorithms of its assertions and request objects, and of what it is sent. */
  readonly algorithms: readonly (typeof ALGORITHMS)[number][]
  /** Members of its metadata that it has unless it has another value that suits the profile. */
  readonly usual: Readonly<Record<string, unknown>>
  /** Members of its metadata that must have this value. */
  readonly forced: Readonly<Record<string, unknown>>
  /** The maximum life of a code. */
  readonly codeSeconds: number
  /**
   * For how long at least a used refresh token yields its successor again. §5.3.2.1 asks for no
   * rotation, so that a lost answer loses no grant; this has the same effect.
   */
  readonly refreshRetrySeconds: number
  /** It has to ask for signed authorization responses (JARM). */
  readonly signedResponses: boolean
}

const fapi2: Profile = {
  methods: ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'],
  algorithms: ALGORITHMS,
  usual: { id_token_signed_response_alg: 'PS256' },
  forced: { require_pushed_authorization_requests: true },
  codeSeconds: 60,
  refreshRetrySeconds: 60,
  signedResponses: false,
}

const profiles: Readonly<Record<ProfileName, Profile>> = {
  fapi2,
  fapi2_message_signing: {
    ...fapi2,
    usual: {
      ...fapi2.usual,
      authorization_signed_response_alg: 'PS256',
      introspection_signed_response_alg: 'PS256',
    },
    forced: { ...fapi2.forced, require_signed_request_object: true },
    signedResponses: true,
  },
}

interface Profiled {
  readonly profile?: ProfileName
}

/** The profile of a client; undefined for most. */
export function profileOf(client: { readonly metadata?: Profiled }): Profile | undefined {
  const name = client.metadata?.profile
  return name === undefined ? undefined : profiles[name]
}

/** The metadata with what its profile adds. */
export function withProfile<Metadata extends Profiled>(metadata: Metadata): Metadata {
  const profile = profileOf({ metadata })
  return profile === undefined ? metadata : { ...profile.usual, ...profile.forced, ...metadata }
}

/**
 * What is signed for the client with if it has not chosen: the first that the server offers and the
 * profile allows. Undefined if there is none.
 */
export function usualAlgorithm<Algorithm extends string>(
  offered: readonly Algorithm[],
  client: { readonly metadata?: Profiled } = {},
): Algorithm | undefined {
  const allowed: readonly string[] = profileOf(client)?.algorithms ?? offered
  return offered.find((alg) => allowed.includes(alg))
}

/** For how long a used refresh token of this client yields its successor again, in seconds. */
export function refreshRetrySecondsOf(client: {
  readonly refreshRetrySeconds: number
  readonly metadata: Profiled
}): number {
  return Math.max(client.refreshRetrySeconds, profileOf(client)?.refreshRetrySeconds ?? 0)
}

const SIGNED_WITH = /_sign(?:ing|ed_response)_alg$/

/** `token_endpoint_auth_method` is always there. */
export function profileProblem(
  metadata: Profiled & { readonly token_endpoint_auth_method?: AuthMethod } & object,
): string | undefined {
  const { profile: name, token_endpoint_auth_method: method } = metadata
  const profile = profileOf({ metadata })
  if (profile === undefined) return undefined
  const has = new Map<string, unknown>(Object.entries(metadata))
  if (method === undefined || !profile.methods.includes(method)) {
    return `A client with the profile ${name} proves itself with one of ${profile.methods.join(', ')}.`
  }
  const bindings = ['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens']
  if (!bindings.some((member) => has.get(member) === true)) {
    return `A client with the profile ${name} needs bound tokens: ${bindings.join(' or ')}.`
  }
  for (const [member, value] of Object.entries(profile.forced)) {
    if (has.get(member) !== value) {
      return `A client with the profile ${name} has ${member}, which cannot be turned off.`
    }
  }
  for (const [member, alg] of has) {
    if (SIGNED_WITH.test(member) && !profile.algorithms.some((one) => one === alg)) {
      return `With the profile ${name}, the ${member} is one of ${profile.algorithms.join(', ')}.`
    }
  }
  return undefined
}

/** A redirect URI that the profile does not allow; undefined if there is none. */
export function redirectUriOutsideProfile(
  metadata: Profiled,
  redirectUris: readonly string[],
): string | undefined {
  if (profileOf({ metadata }) === undefined) return undefined
  return redirectUris.find((uri) => !uri.startsWith('https://'))
}
