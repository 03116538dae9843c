import { changeOf } from '../tables/change.ts'
import { changeableIssuer, trustedIssuers } from '../tables/trusted-issuers.ts'
import { insert, query, select } from './query.ts'

export const issuerChange = changeOf(changeableIssuer)

/** Returns no row if the issuer is already trusted for this purpose and tenant. */
export const insertTrustedIssuer = query({
  name: 'insert_trusted_issuer',
  text: `${insert(trustedIssuers)} ON CONFLICT (issuer, purpose, tenant) DO NOTHING RETURNING id`,
  input: trustedIssuers.columns,
  key: ['id'],
})

export const findTrustedIssuer = query({
  name: 'find_trusted_issuer',
  text: `SELECT ${select(trustedIssuers)} FROM trusted_issuers /*, input*/
    WHERE trusted_issuers.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** All tenants. */
export const findTrustedIssuers = query({
  name: 'find_trusted_issuers',
  text: `SELECT ${select(trustedIssuers)} FROM trusted_issuers /*, input*/
    WHERE trusted_issuers.issuer = :issuer ORDER BY trusted_issuers.id`,
  input: { issuer: 'text' },
  key: ['issuer'],
})

export const listTrustedIssuers = query({
  name: 'list_trusted_issuers',
  text: `SELECT ${select(trustedIssuers)} FROM trusted_issuers
    WHERE trusted_issuers.id > :after ORDER BY trusted_issuers.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const updateTrustedIssuer = query({
  name: 'update_trusted_issuer',
  text: `UPDATE trusted_issuers SET ${issuerChange.set}, revision = :revision /*FROM input*/
    WHERE trusted_issuers.id = :id
      AND (CAST(:from_revision AS TEXT) IS NULL OR trusted_issuers.revision = :from_revision)
    RETURNING trusted_issuers.id`,
  input: { ...issuerChange.input, id: 'text', revision: 'text', from_revision: 'text' },
  key: ['id'],
})

/** Null enables it. */
export const disableTrustedIssuer = query({
  name: 'disable_trusted_issuer',
  text: `UPDATE trusted_issuers SET disabled_at = :disabled_at, revision = :revision /*FROM input*/
    WHERE trusted_issuers.id = :id RETURNING trusted_issuers.id`,
  input: { id: 'text', disabled_at: 'bigint', revision: 'text' },
  key: ['id'],
})

/** Alone, because its rows say whether it existed, although the fact is recorded first. */
export const deleteTrustedIssuer = query({
  name: 'delete_trusted_issuer',
  text: 'DELETE FROM trusted_issuers WHERE trusted_issuers.id = :id RETURNING trusted_issuers.id',
  input: { id: 'text' },
  key: 'alone',
})
