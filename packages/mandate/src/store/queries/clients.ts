import { insert, query, select } from './query.ts'

const clientColumns = {
  id: 'text',
  name: 'text',
  redirect_uris: 'text',
  scope: 'text',
  authentication: 'text',
  secret_hash: 'text',
  previous_secret_hash: 'text',
  previous_secret_expires_at: 'bigint',
  grant_types: 'text',
  trusted: 'bigint',
  require_pkce: 'bigint',
  refresh_retry_seconds: 'bigint',
  default_resources: 'text',
  allowed_schemes: 'text',
  created_at: 'bigint',
  disabled_at: 'bigint',
} as const

/** The columns of `ClientStanding`. */
export const clientStandingColumns = {
  id: 'text',
  scope: 'text',
  authentication: 'text',
  secret_hash: 'text',
  previous_secret_hash: 'text',
  previous_secret_expires_at: 'bigint',
  grant_types: 'text',
  refresh_retry_seconds: 'bigint',
  default_resources: 'text',
  disabled_at: 'bigint',
} as const

/** The columns of `ClientChange`; none of them is ever null. */
const changeableColumns = {
  name: 'text',
  redirect_uris: 'text',
  scope: 'text',
  trusted: 'bigint',
  require_pkce: 'bigint',
  refresh_retry_seconds: 'bigint',
  default_resources: 'text',
  allowed_schemes: 'text',
} as const

export const insertClient = query({
  name: 'insert_client',
  text: insert('clients', clientColumns),
  input: clientColumns,
  key: [],
})

export const findClient = query({
  name: 'find_client',
  text: `SELECT ${select('clients', clientColumns)} FROM clients /*, input*/
    WHERE clients.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listClients = query({
  name: 'list_clients',
  text: `SELECT ${select('clients', clientColumns)} FROM clients
    WHERE clients.id > :after ORDER BY clients.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Null leaves a column as it is. */
export const updateClient = query({
  name: 'update_client',
  text: `UPDATE clients
    SET ${Object.keys(changeableColumns)
      .map((name) => `${name} = COALESCE(:${name}, clients.${name})`)
      .join(', ')}
    /*FROM input*/
    WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text', ...changeableColumns },
  key: ['id'],
})

export const setClientDisabled = query({
  name: 'set_client_disabled',
  text: `UPDATE clients SET disabled_at = :disabled_at /*FROM input*/
    WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text', disabled_at: 'bigint' },
  key: ['id'],
})

/** Only a client that authenticates with a secret has one to rotate. */
export const rotateClientSecret = query({
  name: 'rotate_client_secret',
  text: `UPDATE clients
    SET previous_secret_hash = clients.secret_hash,
      previous_secret_expires_at = :previous_secret_expires_at, secret_hash = :secret_hash
    /*FROM input*/
    WHERE clients.id = :id AND clients.authentication = 'secret' RETURNING clients.id`,
  input: { id: 'text', secret_hash: 'text', previous_secret_expires_at: 'bigint' },
  key: ['id'],
})

/** Alone: its rows tell whether there was one, though the fact is recorded before it. */
export const deleteClient = query({
  name: 'delete_client',
  text: `DELETE FROM clients WHERE clients.id = :id RETURNING clients.id`,
  input: { id: 'text' },
  key: 'alone',
})
