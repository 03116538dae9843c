/** A trusted issuer as JSON and as text. */

import type { TrustedIssuer } from '../store/records.ts'
import { fields, moment, printable } from './terminal.ts'

/** With the names of RFC 8414 and RFC 7591 where they have one. */
export function issuerDocument(one: TrustedIssuer) {
  const isAboutPeople = one.purpose !== 'workload'
  return {
    issuer_id: one.id,
    name: one.name,
    ...(one.customer !== '' && { customer: one.customer }),
    purpose: one.purpose,
    issuer: one.issuer,
    ...(one.tenant !== '' && { tenant: one.tenant }),
    ...(one.jwksUri !== null && { jwks_uri: one.jwksUri }),
    ...(one.jwks !== null && { jwks: one.jwks }),
    signing_alg_values_supported: one.algorithms,
    max_lifetime_seconds: one.maxLifetimeSeconds,
    ...(isAboutPeople && {
      provider: one.provider,
      clients: Object.entries(one.clients).map(([id, scope]) => ({
        client_id: id,
        scope: scope === '' ? one.scope : scope,
      })),
      resources: one.resources,
      provisions: one.provisions,
    }),
    ...(one.logoutAudience !== null && { logout_audience: one.logoutAudience }),
    ...(one.singleUse && { single_use: true }),
    created_at: one.createdAt,
    ...(one.disabledAt !== null && { disabled_at: one.disabledAt }),
  }
}

export function issuerText(one: TrustedIssuer): string {
  const optional = (name: string, value: string) => (value === '' ? [] : [[name, value] as const])
  const keys =
    one.jwks === null ? (one.jwksUri ?? 'where its metadata says') : 'a file, kept in the database'
  return `${printable(one.name)}\n\n${fields([
    ['issuer_id', one.id],
    ...optional('customer', printable(one.customer)),
    ['trusted for', one.purpose],
    ['issuer', one.issuer],
    ...optional('tenant', one.tenant),
    ['keys', keys],
    ['algorithms', one.algorithms.join(', ')],
    ['longest life', `${one.maxLifetimeSeconds} seconds`],
    ...(one.purpose === 'workload' ? workload(one) : aboutPeople(one)),
    ['since', `${moment(one.createdAt)} UTC`],
    ...optional('disabled', one.disabledAt === null ? '' : `${moment(one.disabledAt)} UTC`),
  ])}`
}

function workload({ singleUse }: TrustedIssuer) {
  return [['each token', singleUse ? 'is good once' : 'is good until it expires']] as const
}

function aboutPeople(one: TrustedIssuer) {
  return [
    ['people', `those of ${one.provider}`],
    ['new people', one.provisions ? 'get an account' : 'are refused'],
    ...Object.entries(one.clients).map(
      ([id, scope]) => ['client', `${id}: ${scope === '' ? one.scope : scope}`] as const,
    ),
    ...one.resources.map((uri) => ['API', uri] as const),
    ...(one.logoutAudience === null ? [] : [['logout tokens for', one.logoutAudience] as const]),
  ] as const
}
