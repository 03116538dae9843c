/** The endpoints in groups, so that requests have few rows however many routes there are. */

export const endpointGroups = [
  'authorization',
  'sign_in',
  'token',
  'introspection',
  'revocation',
  'userinfo',
  'metadata',
  'account',
  'platform',
  'operator',
  'other',
] as const
export type EndpointGroup = (typeof endpointGroups)[number]

/** By the beginning of the route; the first that fits. */
const beginnings: readonly (readonly [string, EndpointGroup])[] = [
  ['/oauth2/token', 'token'],
  ['/oauth2/introspect', 'introspection'],
  ['/oauth2/revoke', 'revocation'],
  ['/oauth2/backchannel-logout', 'revocation'],
  ['/oauth2/authorize', 'authorization'],
  ['/oauth2/par', 'authorization'],
  ['/oauth2/device', 'authorization'],
  ['/consent', 'authorization'],
  ['/device', 'authorization'],
  ['/oauth2/userinfo', 'userinfo'],
  ['/oauth2/jwks', 'metadata'],
  ['/.well-known/', 'metadata'],
  ['/sign-in', 'sign_in'],
  ['/forgot', 'sign_in'],
  ['/register', 'sign_in'],
  ['/link', 'sign_in'],
  ['/account', 'account'],
  ['/sign-out', 'account'],
  ['/platform/', 'platform'],
  ['/scim/', 'platform'],
  ['/console', 'operator'],
  ['/admin', 'operator'],
]

/** The stream of revocations never ends, so it has no time. */
const ENDLESS = '/oauth2/revocations'

/** The group of a route, or undefined for one that is not counted. */
export function groupOf(route: string): EndpointGroup | undefined {
  if (route === ENDLESS) return undefined
  return beginnings.find(([beginning]) => route.startsWith(beginning))?.[1] ?? 'other'
}
