/** A trusted issuer as text. */

import type { TrustedIssuer } from '../store/records.ts'
import { fields, moment, printable } from './terminal.ts'

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
