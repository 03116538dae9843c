/**
 * Addresses that do not exist, and what a client probably meant by them: other servers have their
 * endpoints elsewhere, and a trailing slash makes a different address.
 */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { optional, text } from '../details.ts'

export const addressReasons = {
  unknown_address: reason('not_found', {
    details: {
      sought: text('Looked for'),
      right: optional(text('It is at')),
      metadata: text('Server metadata'),
    },
    description: ({ sought, right, metadata }) => {
      const where =
        right === undefined
          ? `This server has no ${ascii(sought)}.`
          : `The ${ascii(sought)} is ${ascii(right)}.`
      return `There is nothing at this address. ${where} Every endpoint is in the metadata: ${ascii(metadata)}.`
    },
    title: 'Nothing at this address',
    happened: 'There is nothing at the address that the request was sent to.',
    next: 'Use the address named below, or take all addresses from the server metadata. A slash at the end makes another address.',
  }),
}

/** This server's addresses for the endpoints that clients look for. */
export type Endpoints = Readonly<
  Record<
    'authorization' | 'token' | 'pushedRequest' | 'introspection' | 'revocation' | 'metadata',
    string
  > &
    // Absent if OpenID Connect is turned off.
    Partial<Record<'jwks' | 'openIdMetadata' | 'userinfo' | 'logout', string>>
>

interface Meant {
  readonly sought: string
  /** Undefined if this server has no such endpoint. */
  readonly endpoint?: keyof Endpoints
}

const authorization: Meant = { sought: 'authorization endpoint', endpoint: 'authorization' }
const token: Meant = { sought: 'token endpoint', endpoint: 'token' }
const pushedRequest: Meant = {
  sought: 'endpoint for pushed authorization requests',
  endpoint: 'pushedRequest',
}
const introspection: Meant = { sought: 'introspection endpoint', endpoint: 'introspection' }
const revocation: Meant = { sought: 'revocation endpoint', endpoint: 'revocation' }
const metadata: Meant = { sought: 'server metadata', endpoint: 'metadata' }
const openIdMetadata: Meant = { sought: 'OpenID Connect metadata', endpoint: 'openIdMetadata' }
const keys: Meant = { sought: 'address with signing keys', endpoint: 'jwks' }
const userinfo: Meant = { sought: 'userinfo endpoint', endpoint: 'userinfo' }
const logout: Meant = { sought: 'logout endpoint', endpoint: 'logout' }
const device = { sought: 'device authorization endpoint' }

/** By the last segment of the path, without a trailing slash. */
const MEANT: ReadonlyMap<string, Meant> = new Map<string, Meant>([
  ['authorize', authorization],
  ['authorization', authorization],
  ['auth', authorization],
  ['token', token],
  ['tokens', token],
  ['access_token', token],
  ['introspect', introspection],
  ['introspection', introspection],
  ['tokeninfo', introspection],
  ['revoke', revocation],
  ['revocation', revocation],
  ['oauth-authorization-server', metadata],
  ['jwks', keys],
  ['jwks.json', keys],
  ['keys', keys],
  ['certs', keys],
  ['openid-configuration', openIdMetadata],
  ['userinfo', userinfo],
  ['device', device],
  ['device_authorization', device],
  ['par', pushedRequest],
  ['register', { sought: 'registration endpoint; the operator registers clients' }],
  ['logout', logout],
  ['end_session', logout],
])

/** Clients add the path of what they take for the issuer (RFC 8414 §3.1). */
const WELL_KNOWN = ['oauth-authorization-server', 'openid-configuration']

/**
 * For a refusal: the endpoint that the path suggests, and its address. Undefined if it suggests
 * none.
 */
export function describeMeant(path: string, endpoints: Endpoints) {
  const segments = path.toLowerCase().split('/').filter(Boolean)
  const last = segments.at(-1) ?? ''
  const wellKnown = segments.find((segment) => WELL_KNOWN.includes(segment))
  const meant = MEANT.get(wellKnown ?? last)
  if (meant === undefined) return undefined
  const { sought, endpoint } = meant
  const right = endpoint && endpoints[endpoint]
  return {
    sought,
    ...(right !== undefined && { right }),
    metadata: endpoints.metadata,
  }
}
