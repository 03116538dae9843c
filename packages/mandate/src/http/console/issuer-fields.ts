/** The fields of the form of a trusted issuer: read from it, and filled in from a row. */

import { isDeepStrictEqual } from 'node:util'
import { ISSUER_PURPOSES } from '../../clients/trusted-issuer.ts'
import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import type { IssuerFields } from '../../pages/console/issuer-form.ts'
import type { IssuerChange, TrustedIssuer } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'

const text = consoleWords.issuers

/** What never changes comes from the row, if there is one. */
export function fieldsIn(form: Parameters, of: TrustedIssuer | null): IssuerFields {
  const line = (name: keyof IssuerFields) => form.one(name)?.trim() ?? ''
  const lines = (name: keyof IssuerFields) => line(name).replaceAll('\r\n', '\n')
  const chosen = ISSUER_PURPOSES.find((one) => one === line('purpose'))
  return {
    ...{ name: line('name'), customer: line('customer'), scope: line('scope') },
    ...{ issuer: of?.issuer ?? line('issuer'), tenant: of?.tenant ?? line('tenant') },
    ...{ provider: of?.provider ?? line('provider'), jwks: lines('jwks') },
    purpose: of?.purpose ?? chosen ?? ISSUER_PURPOSES[0],
    ...{ jwks_uri: line('jwks_uri'), algorithms: line('algorithms') },
    ...{ max_lifetime: line('max_lifetime'), clients: lines('clients') },
    ...{ resources: lines('resources'), logout_audience: line('logout_audience') },
    ...{ provisions: form.has('provisions'), single_use: form.has('single_use') },
  }
}

export function fieldsOf(one: TrustedIssuer): IssuerFields {
  const isEvery = one.algorithms.length === ASYMMETRIC_ALGORITHMS.length
  return {
    ...{ name: one.name, issuer: one.issuer, purpose: one.purpose, tenant: one.tenant },
    ...{ provider: one.provider, customer: one.customer, jwks_uri: one.jwksUri ?? '' },
    jwks: one.jwks === null ? '' : JSON.stringify(one.jwks, null, 2),
    algorithms: isEvery ? '' : one.algorithms.join(' '),
    max_lifetime: String(one.maxLifetimeSeconds),
    clients: Object.entries(one.clients)
      .map(([id, scope]) => `${id} ${scope}`.trim())
      .join('\n'),
    ...{ scope: one.scope, resources: one.resources.join('\n') },
    ...{ logout_audience: one.logoutAudience ?? '', provisions: one.provisions },
    single_use: one.singleUse,
  }
}

/** What the fields say; an empty lifetime is left out. Their rules are the operation's. */
export function readIssuer(
  fields: IssuerFields,
): { readonly change: IssuerChange } | { readonly problem: string } {
  const { name, customer, jwks_uri: jwksUri, logout_audience: audience } = fields
  const jwks = keysIn(fields.jwks)
  if (jwks === undefined) return { problem: text.notJson }
  const { max_lifetime: lifetime } = fields
  if (!/^\d*$/.test(lifetime)) return { problem: text.lifetimeNotNumber }
  const algorithms = tokens(fields.algorithms)
  return {
    change: {
      ...{ name, customer, jwks, jwksUri: jwksUri === '' ? null : jwksUri },
      algorithms: algorithms.length === 0 ? ASYMMETRIC_ALGORITHMS : algorithms,
      ...(lifetime !== '' && { maxLifetimeSeconds: Number(lifetime) }),
      clients: clientsIn(fields.clients),
      ...{ scope: tokens(fields.scope).join(' '), resources: tokens(fields.resources) },
      logoutAudience: audience === '' ? null : audience,
      ...{ provisions: fields.provisions, singleUse: fields.single_use },
    },
  }
}

/** Only what is different from the row: the rest would end grants for nothing. */
export function differenceOf(of: TrustedIssuer, change: IssuerChange): IssuerChange {
  return Object.fromEntries(
    Object.entries(change).filter(
      ([name, value]) => !isDeepStrictEqual(of[name as keyof IssuerChange], value),
    ),
  )
}

const tokens = (entered: string): readonly string[] => entered.split(/\s+/).filter(Boolean)

/** `ID` or `ID SCOPE SCOPE` on each line: an id has no space in it. */
function clientsIn(entered: string): Readonly<Record<string, string>> {
  const lines = entered.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [id = '', ...scope] = tokens(line)
      return [id, scope.join(' ')]
    }),
  )
}

/** Null for none, undefined if it is not a JSON object. */
function keysIn(entered: string): IssuerChange['jwks'] | undefined {
  if (entered === '') return null
  try {
    const found: unknown = JSON.parse(entered)
    return Object(found) === found ? (found as NonNullable<IssuerChange['jwks']>) : undefined
  } catch {
    return undefined
  }
}
