/**
 * Issuers that the operator trusts: what may be registered, and the record that follows. Nothing is
 * trusted by default, and each row says how far: one issuer, for one purpose, for these clients, this
 * scope and these APIs.
 */

import { MOST_RESOURCES, resourceKey } from '../grants/resource-uri.ts'
import { isScope } from '../grants/scope.ts'
import { ASYMMETRIC_ALGORITHMS } from '../jwt/algorithms.ts'
import type { IssuerChange, TrustedIssuer } from '../store/records.ts'
import type { IssuerPurpose } from '../store/tables/trusted-issuers.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { keyFields } from './metadata/keys.ts'
import { refuseNameProblem } from './readable-name.ts'
import { RegistrationRefused } from './registration-refused.ts'

export const ISSUER_PURPOSES = [
  'jwt-bearer',
  'id-jag',
  'workload',
] as const satisfies IssuerPurpose[]

/** How long what the issuer signs may be good: without a choice, and at most. In seconds. */
const ISSUER_LIFETIMES: Readonly<Record<IssuerPurpose, { usual: number; most: number }>> = {
  'jwt-bearer': { usual: 300, most: 3_600 },
  'id-jag': { usual: 300, most: 3_600 },
  // Kubernetes issues tokens for an hour, and CI systems for as long as a job may run.
  workload: { usual: 3_600, most: 86_400 },
}

/** An issuer to trust; the defaults are in `usualOf`. */
export interface IssuerDescription extends IssuerChange {
  readonly name: string
  readonly issuer: string
  readonly purpose: string
  readonly tenant?: string | undefined
  readonly provider?: string | undefined
}

const MOST_CLIENTS = 1_000

/** The record of a new trusted issuer. Throws `RegistrationRefused`. */
export function makeTrustedIssuer(
  description: IssuerDescription,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): TrustedIssuer {
  const { issuer, tenant = '', provider = issuer } = description
  const purpose = ISSUER_PURPOSES.find((one) => one === description.purpose)
  if (purpose === undefined) {
    throw new RegistrationRefused(`The purpose has to be one of ${ISSUER_PURPOSES.join(', ')}.`)
  }
  if (!isIssuerUrl(issuer)) {
    throw new RegistrationRefused(
      'The issuer has to be the iss of its tokens: an https URL without user information, query and fragment.',
    )
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(provider)) {
    throw new RegistrationRefused('The provider has to be the name of a way to sign in, or a URL.')
  }
  if (tenant !== '' && (!/^[\x21-\x7e]{1,255}$/.test(tenant) || provider === issuer)) {
    // One subject may be two people in two tenants (draft identity-assertion-authz-grant §3.1).
    throw new RegistrationRefused(
      'An issuer with a tenant needs a provider of its own, because its subjects are unique within the tenant only.',
    )
  }
  const record = {
    ...usualOf(purpose),
    ...description,
    ...{ purpose, tenant, provider },
    id: `issuer_${Buffer.from(random(15)).toString('base64url')}`,
    createdAt: clock.now(),
    disabledAt: null,
    revision: Buffer.from(random(15)).toString('base64url'),
  }
  refuseIssuerProblem(record)
  return record
}

function usualOf(purpose: IssuerPurpose): Required<Omit<IssuerChange, 'name'>> {
  return {
    customer: '',
    jwksUri: null,
    jwks: null,
    algorithms: ASYMMETRIC_ALGORITHMS,
    clients: {},
    scope: '',
    resources: [],
    provisions: false,
    logoutAudience: null,
    maxLifetimeSeconds: ISSUER_LIFETIMES[purpose].usual,
    singleUse: false,
  }
}

/** The rules for what may also change later. Throws `RegistrationRefused`. */
export function refuseIssuerProblem(issuer: TrustedIssuer): void {
  refuseNameProblem(issuer.name)
  if (issuer.customer !== '') refuseNameProblem(issuer.customer)
  refuseKeyProblem(issuer)
  refuseLifetimeProblem(issuer)
  if (issuer.purpose === 'workload') refuseWorkloadProblem(issuer)
  else refusePeopleProblem(issuer)
}

function refusePeopleProblem(issuer: TrustedIssuer): void {
  refuseScopeProblem(issuer)
  if (issuer.singleUse) {
    throw new RegistrationRefused('Every assertion about a person is good once; leave this out.')
  }
  if (issuer.purpose === 'id-jag' && issuer.resources.length === 0) {
    // The row is the whole policy, and a token that names no API is good at every API.
    throw new RegistrationRefused('An issuer of identity assertions needs the APIs that it is for.')
  }
  if (issuer.resources.length > MOST_RESOURCES) {
    throw new RegistrationRefused(`An issuer can be for at most ${MOST_RESOURCES} APIs.`)
  }
  const unusable = issuer.resources.find((uri) => resourceKey(uri) === undefined)
  if (unusable !== undefined) {
    throw new RegistrationRefused(`The API ${JSON.stringify(unusable)} has to be an absolute URI.`)
  }
}

/**
 * Whether grants that came of the issuer have to end when it changes like this: everything that
 * decided about them, so that nothing lives on that would not be issued now.
 */
export function limitsGrants(change: IssuerChange): boolean {
  const harmless: readonly string[] = ['name', 'customer', 'logoutAudience', 'provisions']
  return Object.keys(change).some((name) => !harmless.includes(name))
}

/** Compared as it is written, so nothing here is normalized (RFC 8414 §2, §3.3). */
function isIssuerUrl(text: string): boolean {
  const url = URL.parse(text)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))
  const isPlain = /^[\x21-\x7e]{1,500}$/.test(text) && !/[?#\\]/.test(text)
  return isSafe && isPlain && url?.username === '' && url.password === ''
}

function isLoopback({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function refuseKeyProblem({ jwks, jwksUri, algorithms }: TrustedIssuer): void {
  if (jwks !== null && jwksUri !== null) {
    throw new RegistrationRefused('An issuer has either a file of keys or an address of keys.')
  }
  if (jwks !== null) keyFields.jwks.read(jwks, 'jwks')
  const url = jwksUri === null ? undefined : URL.parse(jwksUri)
  if (url === null || (url && url.protocol !== 'https:' && !isLoopback(url))) {
    throw new RegistrationRefused('The address of the keys has to be an https URL.')
  }
  const known: readonly string[] = ASYMMETRIC_ALGORITHMS
  const unknown = algorithms.find((one) => !known.includes(one))
  if (algorithms.length === 0 || unknown !== undefined) {
    throw new RegistrationRefused(`The algorithms have to be of ${known.join(', ')}.`)
  }
}

function refuseLifetimeProblem({ purpose, maxLifetimeSeconds }: TrustedIssuer): void {
  const { most } = ISSUER_LIFETIMES[purpose]
  const isRight = Number.isInteger(maxLifetimeSeconds)
  if (!isRight || maxLifetimeSeconds < 10 || maxLifetimeSeconds > most) {
    throw new RegistrationRefused(`The longest lifetime has to be 10 to ${most} seconds.`)
  }
}

/** Which workload is which client is for the client's registration to say. */
function refuseWorkloadProblem(issuer: TrustedIssuer): void {
  const { clients, scope, resources, provisions, logoutAudience, tenant } = issuer
  const isPlain = scope === '' && resources.length === 0 && !provisions && tenant === ''
  if (!isPlain || logoutAudience !== null || Object.keys(clients).length > 0) {
    throw new RegistrationRefused(
      'An issuer of workloads speaks of no people: give it no clients, scope, APIs, tenant or accounts. A client names its workload itself.',
    )
  }
}

function refuseScopeProblem({ clients, scope }: TrustedIssuer): void {
  const ids = Object.keys(clients)
  if (ids.length === 0 || ids.length > MOST_CLIENTS) {
    throw new RegistrationRefused(
      `An issuer needs the clients that may present its assertions, 1 to ${MOST_CLIENTS}.`,
    )
  }
  const own = Object.entries(clients).find(([, given]) => given !== '' && !isScope(given))
  if ((scope !== '' && !isScope(scope)) || own !== undefined) {
    throw new RegistrationRefused('A scope has to be scope tokens with one space between.')
  }
  const without = Object.entries(clients).find(([, given]) => given === '')
  if (scope === '' && without !== undefined) {
    throw new RegistrationRefused(
      `Say what ${without[0]} may get: give the issuer a scope, or the client one of its own.`,
    )
  }
}
