/** A trusted issuer as text, made of its document. */

import type { IssuerDocument } from './shown/issuers.ts'
import { fields, moment, printable } from './terminal.ts'

export function issuerText(one: IssuerDocument): string {
  const optional = (name: string, value = '') => (value === '' ? [] : [[name, value] as const])
  const keys =
    one.jwks === undefined
      ? (one.jwks_uri ?? 'where its metadata says')
      : 'a file, kept in the database'
  const { disabled_at: disabled } = one
  return `${printable(one.name)}\n\n${fields([
    ['issuer_id', one.issuer_id],
    ...optional('customer', printable(one.customer ?? '')),
    ['trusted for', one.purpose],
    ['issuer', one.issuer],
    ...optional('tenant', one.tenant),
    ['keys', keys],
    ['algorithms', one.signing_alg_values_supported.join(', ')],
    ['longest life', `${one.max_lifetime_seconds} seconds`],
    ...(one.purpose === 'workload' ? workload(one) : aboutPeople(one)),
    ['since', `${moment(one.created_at)} UTC`],
    ...optional('disabled', disabled === undefined ? '' : `${moment(disabled)} UTC`),
  ])}`
}

function workload({ single_use: singleUse }: IssuerDocument) {
  return [['each token', singleUse ? 'is good once' : 'is good until it expires']] as const
}

function aboutPeople(one: IssuerDocument) {
  const { provider, provisions, clients = [], resources = [], logout_audience: audience } = one
  return [
    ['people', `those of ${provider}`],
    ['new people', provisions ? 'get an account' : 'are refused'],
    ...clients.map(({ client_id: id, scope }) => ['client', `${id}: ${scope}`] as const),
    ...resources.map((uri) => ['API', uri] as const),
    ...(audience === undefined ? [] : [['logout tokens for', audience] as const]),
  ] as const
}
