import { platformKeys } from '../tables/platform-keys.ts'
import { insert, query, select } from './query.ts'

export const insertPlatformKey = query({
  name: 'insert_platform_key',
  text: `${insert(platformKeys)} RETURNING id`,
  input: platformKeys.columns,
  key: [],
})

export const findPlatformKey = query({
  name: 'find_platform_key',
  text: `SELECT ${select(platformKeys)} FROM platform_keys /*, input*/
    WHERE platform_keys.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listPlatformKeys = query({
  name: 'list_platform_keys',
  text: `SELECT ${select(platformKeys)} FROM platform_keys
    WHERE platform_keys.id > :after ORDER BY platform_keys.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const rotatePlatformKeySecret = query({
  name: 'rotate_platform_key_secret',
  text: `UPDATE platform_keys
    SET previous_secret_hash = platform_keys.secret_hash,
      previous_secret_expires_at = :previous_secret_expires_at, secret_hash = :secret_hash
    /*FROM input*/
    WHERE platform_keys.id = :id RETURNING platform_keys.id`,
  input: { id: 'text', secret_hash: 'text', previous_secret_expires_at: 'bigint' },
  key: ['id'],
})

/**
 * A separate query, because its rows say whether the key existed, although the fact is recorded
 * first.
 */
export const deletePlatformKey = query({
  name: 'delete_platform_key',
  text: 'DELETE FROM platform_keys WHERE platform_keys.id = :id RETURNING platform_keys.id',
  input: { id: 'text' },
  key: 'alone',
})
