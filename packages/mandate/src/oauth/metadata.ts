/** The addresses of the endpoints, and what is offered to more than one of them. */

import type { AcrLevel } from '../people/assurance.ts'
import type { ProtocolSettings } from './context.ts'

/** RFC 8414 §3; an issuer here has no path to insert it before. */
export const METADATA_PATH = '/.well-known/oauth-authorization-server'
/** OpenID Connect Discovery §4. */
export const OPENID_METADATA_PATH = '/.well-known/openid-configuration'

export const PATHS = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  pushedRequest: '/oauth2/par',
  deviceAuthorization: '/oauth2/device',
  device: '/device',
  registration: '/oauth2/register',
  introspection: '/oauth2/introspect',
  revocation: '/oauth2/revoke',
  jwks: '/oauth2/jwks',
  logout: '/oauth2/logout',
  userinfo: '/oauth2/userinfo',
  revocationStream: '/oauth2/revocations',
  securityEvents: '/oauth2/security-events',
  eventStream: '/ssf/stream',
  eventStreamStatus: '/ssf/status',
  eventStreamVerification: '/ssf/verify',
  /** For the issuers that the operator trusts; they are told of it, so no metadata names it. */
  issuerLogout: '/oauth2/backchannel-logout',
  globalRevocation: '/platform/v1/global-token-revocation',
} as const

/** The URLs of this issuer's endpoints. */
export function endpointsOf(issuer: string) {
  return {
    authorization: issuer + PATHS.authorization,
    token: issuer + PATHS.token,
    pushedRequest: issuer + PATHS.pushedRequest,
    deviceAuthorization: issuer + PATHS.deviceAuthorization,
    device: issuer + PATHS.device,
    introspection: issuer + PATHS.introspection,
    revocation: issuer + PATHS.revocation,
    metadata: issuer + METADATA_PATH,
  }
}

/** The same, with those of OpenID Connect if it is on. */
export function allEndpointsOf({ issuer, openid }: Pick<ProtocolSettings, 'issuer' | 'openid'>) {
  const more = {
    userinfo: issuer + PATHS.userinfo,
    logout: issuer + PATHS.logout,
    jwks: issuer + PATHS.jwks,
    openIdMetadata: issuer + OPENID_METADATA_PATH,
  }
  return { ...endpointsOf(issuer), ...(openid && more) }
}

/**
 * The values of `acr_values` that are offered here, and whether a provider may know others. A passkey
 * is phishing-resistant.
 */
export function acrOffered({ signIn }: Pick<ProtocolSettings, 'signIn'>): {
  readonly offered: readonly AcrLevel[]
  readonly elsewhere: boolean
} {
  const kinds = Object.values(signIn).map(({ way }) => String(way))
  return {
    offered: kinds.includes('passkey') ? ['2fa', 'phr'] : ['2fa'],
    elsewhere: kinds.some((kind) => kind !== 'password' && kind !== 'passkey'),
  }
}
