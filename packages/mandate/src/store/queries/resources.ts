import { changeOf } from '../tables/change.ts'
import { changeableResource, resources } from '../tables/resources.ts'
import { insert, query, select } from './query.ts'

export const resourceChange = changeOf(changeableResource)

/** Returns no row if the URI is taken, in any spelling. */
export const insertResource = query({
  name: 'insert_resource',
  text: `${insert(resources)} ON CONFLICT (uri_key) DO NOTHING RETURNING id`,
  input: resources.columns,
  key: ['id'],
})

export const findResource = query({
  name: 'find_resource',
  text: `SELECT ${select(resources)} FROM resources /*, input*/
    WHERE resources.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const findResourceByUriKey = query({
  name: 'find_resource_by_uri_key',
  text: `SELECT ${select(resources)} FROM resources /*, input*/
    WHERE resources.uri_key = :uri_key`,
  input: { uri_key: 'text' },
  key: ['uri_key'],
})

export const listResourcesNeedingUsername = query({
  name: 'list_resources_needing_username',
  text: `SELECT ${select(resources)} FROM resources
    WHERE resources.needs_username_since IS NOT NULL ORDER BY resources.id`,
  input: {},
  key: 'alone',
})

export const listResourcesReadingJwts = query({
  name: 'list_resources_reading_jwts',
  text: `SELECT ${select(resources)} FROM resources
    WHERE resources.jwt_algorithm IS NOT NULL ORDER BY resources.id`,
  input: {},
  key: 'alone',
})

export const updateResource = query({
  name: 'update_resource',
  text: `UPDATE resources SET ${resourceChange.set}, revision = :revision /*FROM input*/
    WHERE resources.id = :id
      AND (CAST(:from_revision AS TEXT) IS NULL OR resources.revision = :from_revision)
    RETURNING resources.id`,
  input: { ...resourceChange.input, id: 'text', revision: 'text', from_revision: 'text' },
  key: ['id'],
})

export const listResources = query({
  name: 'list_resources',
  text: `SELECT ${select(resources)} FROM resources
    WHERE resources.id > :after ORDER BY resources.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const rotateResourceSecret = query({
  name: 'rotate_resource_secret',
  text: `UPDATE resources
    SET previous_secret_hash = resources.secret_hash,
      previous_secret_expires_at = :previous_secret_expires_at, secret_hash = :secret_hash,
      revision = :revision
    /*FROM input*/
    WHERE resources.id = :id RETURNING resources.id`,
  input: {
    ...{ id: 'text', secret_hash: 'text', previous_secret_expires_at: 'bigint' },
    revision: 'text',
  },
  key: ['id'],
})

/** Alone, because its rows say whether the API existed, although the fact is recorded first. */
export const deleteResource = query({
  name: 'delete_resource',
  text: `DELETE FROM resources WHERE resources.id = :id RETURNING resources.id`,
  input: { id: 'text' },
  key: 'alone',
})
