import { insert, query, select } from './query.ts'

const resourceColumns = {
  id: 'text',
  name: 'text',
  uri: 'text',
  secret_hash: 'text',
  previous_secret_hash: 'text',
  previous_secret_expires_at: 'bigint',
  created_at: 'bigint',
} as const

/** No row comes back where the URI is taken. */
export const insertResource = query({
  name: 'insert_resource',
  text: `${insert('resources', resourceColumns)} ON CONFLICT (uri) DO NOTHING RETURNING id`,
  input: resourceColumns,
  key: ['id'],
})

export const findResource = query({
  name: 'find_resource',
  text: `SELECT ${select('resources', resourceColumns)} FROM resources /*, input*/
    WHERE resources.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const findResourceByUri = query({
  name: 'find_resource_by_uri',
  text: `SELECT ${select('resources', resourceColumns)} FROM resources /*, input*/
    WHERE resources.uri = :uri`,
  input: { uri: 'text' },
  key: ['uri'],
})

export const listResources = query({
  name: 'list_resources',
  text: `SELECT ${select('resources', resourceColumns)} FROM resources
    WHERE resources.id > :after ORDER BY resources.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const rotateResourceSecret = query({
  name: 'rotate_resource_secret',
  text: `UPDATE resources
    SET previous_secret_hash = resources.secret_hash,
      previous_secret_expires_at = :previous_secret_expires_at, secret_hash = :secret_hash
    /*FROM input*/
    WHERE resources.id = :id RETURNING resources.id`,
  input: { id: 'text', secret_hash: 'text', previous_secret_expires_at: 'bigint' },
  key: ['id'],
})

export const deleteResource = query({
  name: 'delete_resource',
  text: `DELETE FROM resources /*USING input*/ WHERE resources.id = :id RETURNING resources.id`,
  input: { id: 'text' },
  key: ['id'],
})
