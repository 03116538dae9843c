import { changeOf } from '../tables/change.ts'
import { clientLogos } from '../tables/client-logos.ts'
import { changeableClient, clients } from '../tables/clients.ts'
import { insert, query, select } from './query.ts'

export const clientChange = changeOf(changeableClient)

export const insertClient = query({
  name: 'insert_client',
  text: insert(clients),
  input: clients.columns,
  key: [],
})

/** What the person who agrees saw of a client with a document; what only the operator says stays. */
const OF_DOCUMENT = [
  ...['name', 'name_key', 'redirect_uris', 'scope', 'grant_types', 'allowed_schemes'],
  ...['client_uri', 'policy_uri', 'tos_uri', 'metadata', 'authentication', 'sector'],
  ...['document_digest', 'consent_since', 'unused_since'],
].filter((column) => Object.hasOwn(clients.columns, column))

/** With the client's first grant, and again with each further one. */
export const keepDocumentClient = query({
  name: 'keep_document_client',
  text: `${insert(clients)}
    ON CONFLICT (id) DO UPDATE
    SET ${OF_DOCUMENT.map((column) => `${column} = excluded.${column}`).join(', ')}
    WHERE clients.document_digest IS NOT NULL
    RETURNING clients.id`,
  input: clients.columns,
  key: ['id'],
})

export const findClient = query({
  name: 'find_client',
  text: `SELECT ${select(clients)} FROM clients /*, input*/
    WHERE clients.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** A client that an operator registered. */
export const findNamesake = query({
  name: 'find_namesake',
  text: `SELECT clients.id, clients.name FROM clients
    WHERE clients.name_key = :name_key AND clients.unused_since IS NULL
    ORDER BY clients.id LIMIT 1`,
  input: { name_key: 'text' },
  key: 'alone',
})

export const listClients = query({
  name: 'list_clients',
  text: `SELECT ${select(clients)} FROM clients
    WHERE clients.id > :after ORDER BY clients.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Those that an operator registered, by the beginning of their keys. */
export const listClientsNamed = query({
  name: 'list_clients_named',
  text: `SELECT ${select(clients)} FROM clients
    WHERE clients.name_key >= :begins AND clients.name_key < :until
      AND clients.unused_since IS NULL
    ORDER BY clients.name_key LIMIT :limit`,
  input: { begins: 'text', until: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Ids are compared byte by byte, and '0' follows '/'. */
export const listClientsUnder = query({
  name: 'list_clients_under',
  text: `SELECT ${select(clients)} FROM clients
    WHERE clients.id > :after AND clients.id < :until ORDER BY clients.id LIMIT :limit`,
  input: { after: 'text', until: 'text', limit: 'bigint' },
  key: 'alone',
})

export const updateClient = query({
  name: 'update_client',
  text: `UPDATE clients SET ${clientChange.set}, revision = :revision /*FROM input*/
    WHERE clients.id = :id
      AND (CAST(:from_revision AS TEXT) IS NULL OR clients.revision = :from_revision)
    RETURNING clients.id`,
  input: { ...clientChange.input, id: 'text', revision: 'text', from_revision: 'text' },
  key: ['id'],
})

export const setClientLogo = query({
  name: 'set_client_logo',
  text: `UPDATE clients SET logo = :logo, revision = :revision /*FROM input*/
    WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text', logo: 'text', revision: 'text' },
  key: ['id'],
})

/** After `set_client_logo`, and only if the client exists. */
export const putClientLogo = query({
  name: 'put_client_logo',
  text: `INSERT INTO client_logos (client_id, content_type, image)
    SELECT clients.id, :content_type, :image FROM clients WHERE clients.id = :client_id
    ON CONFLICT (client_id) DO UPDATE
    SET content_type = excluded.content_type, image = excluded.image`,
  input: clientLogos.columns,
  key: 'alone',
})

export const deleteClientLogo = query({
  name: 'delete_client_logo',
  text: `DELETE FROM client_logos /*USING input*/ WHERE client_logos.client_id = :client_id`,
  input: { client_id: 'text' },
  key: [],
})

export const findClientLogo = query({
  name: 'find_client_logo',
  text: `SELECT ${select(clientLogos)} FROM client_logos /*, input*/
    WHERE client_logos.client_id = :client_id`,
  input: { client_id: 'text' },
  key: ['client_id'],
})

export const setClientDisabled = query({
  name: 'set_client_disabled',
  text: `UPDATE clients SET disabled_at = :disabled_at, revision = :revision /*FROM input*/
    WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text', disabled_at: 'bigint', revision: 'text' },
  key: ['id'],
})

/** Only a client that authenticates with a secret has one to rotate. */
export const rotateClientSecret = query({
  name: 'rotate_client_secret',
  text: `UPDATE clients
    SET previous_secret_hash = clients.secret_hash,
      previous_secret_expires_at = :previous_secret_expires_at, secret_hash = :secret_hash,
      revision = :revision
    /*FROM input*/
    WHERE clients.id = :id AND clients.authentication IN ('secret', 'client_secret_jwt')
    RETURNING clients.id`,
  input: {
    ...{ id: 'text', secret_hash: 'text', previous_secret_expires_at: 'bigint' },
    revision: 'text',
  },
  key: ['id'],
})

/** Clients that sign with a secret which is encrypted under another key. */
export const listSignersNotUnder = query({
  name: 'list_signers_not_under',
  text: `SELECT ${select(clients)} FROM clients
    WHERE clients.authentication = 'client_secret_jwt' AND clients.id > :after
      AND clients.secret_hash NOT LIKE :key_id || '.%'
    ORDER BY clients.id LIMIT :limit`,
  input: { key_id: 'text', after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Unless it was rotated meanwhile. */
export const rekeyClientSecret = query({
  name: 'rekey_client_secret',
  text: `UPDATE clients SET secret_hash = :secret_hash, previous_secret_hash = :previous_secret_hash
    WHERE clients.id = :id AND clients.secret_hash = :from_secret_hash`,
  input: {
    id: 'text',
    from_secret_hash: 'text',
    secret_hash: 'text',
    previous_secret_hash: 'text',
  },
  key: 'alone',
})

/** Alone, because its rows say whether the client existed, although the fact is recorded first. */
export const deleteClient = query({
  name: 'delete_client',
  text: `DELETE FROM clients WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text' },
  key: 'alone',
})

/** Those that registered themselves. */
export const countSelfRegistered = query({
  name: 'count_self_registered',
  text: `SELECT COUNT(*) AS counted FROM clients
    WHERE clients.unused_since IS NOT NULL AND clients.document_digest IS NULL`,
  input: {},
  key: 'alone',
})

/** Before a grant begins. No row if the sweep is about to delete it. */
export const noteClientUsed = query({
  name: 'note_client_used',
  text: `UPDATE clients SET unused_since = :at /*FROM input*/
    WHERE clients.id = :id AND clients.unused_since > 0 RETURNING clients.id`,
  input: { id: 'text', at: 'bigint' },
  key: ['id'],
})

/**
 * Those without a grant that nobody has used since. One with a document that the operator disabled
 * stays, or it would come back. The condition is repeated outside: PostgreSQL
 * checks it again on a row that it had to wait for, and a grant may have begun there.
 */
export const markUnusedClients = query({
  name: 'mark_unused_clients',
  text: `UPDATE clients SET unused_since = 0 WHERE clients.unused_since < :before
      AND clients.id IN (SELECT clients.id FROM clients WHERE clients.unused_since < :before
        AND (clients.document_digest IS NULL OR clients.disabled_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.client_id = clients.id)
        ORDER BY clients.unused_since LIMIT :limit)
    RETURNING clients.id`,
  input: { before: 'bigint', limit: 'bigint' },
  key: 'alone',
})
