/**
 * Two storages for oidc-provider, behind its documented adapter interface: a map in
 * memory, and PostgreSQL. Its own memory adapter keeps only the last thousand entries, which
 * would end chains that are still in use.
 */

import pg from 'pg'

export interface Payload {
  readonly grantId?: string
  readonly uid?: string
  readonly userCode?: string
  consumed?: number | true
  readonly [claim: string]: unknown
}

/** The interface of an adapter for oidc-provider; one for each kind of model. */
export interface Adapter {
  upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void>
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  findByUserCode(userCode: string): Promise<Payload | undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

export type AdapterFactory = (model: string) => Adapter

export function inMemory(): AdapterFactory {
  const payloads = new Map<string, Payload>()
  const uids = new Map<string, string>()
  const grants = new Map<string, Set<string>>()
  return (model) => ({
    async upsert(id, payload) {
      const key = `${model}:${id}`
      payloads.set(key, payload)
      if (model === 'Session' && payload.uid !== undefined) uids.set(payload.uid, key)
      if (payload.grantId === undefined || model === 'Session') return
      const keys = grants.get(payload.grantId)
      if (keys === undefined) grants.set(payload.grantId, new Set([key]))
      else keys.add(key)
    },
    find: async (id) => payloads.get(`${model}:${id}`),
    findByUid: async (uid) => payloads.get(uids.get(uid) ?? ''),
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = payloads.get(`${model}:${id}`)
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(id) {
      const key = `${model}:${id}`
      grants.get(payloads.get(key)?.grantId ?? '')?.delete(key)
      payloads.delete(key)
    },
    async revokeByGrantId(grantId) {
      for (const key of grants.get(grantId) ?? []) payloads.delete(key)
      grants.delete(grantId)
    },
  })
}

/** One table, like the adapters that oidc-provider's documentation refers to. */
const TABLE = `CREATE TABLE IF NOT EXISTS payloads (
    id text NOT NULL,
    model text NOT NULL,
    payload json NOT NULL,
    grant_id text,
    uid text,
    user_code text,
    expires_at timestamptz,
    consumed_at timestamptz,
    PRIMARY KEY (id, model)
  );
  CREATE INDEX IF NOT EXISTS payloads_grant_id ON payloads (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS payloads_uid ON payloads (uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS payloads_user_code ON payloads (user_code) WHERE user_code IS NOT NULL`

/** More connections than the machine has cores, so that one waiting for the disk delays no other. */
const CONNECTIONS = 16

export async function inPostgres(url: string): Promise<AdapterFactory> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, min: CONNECTIONS })
  await pool.query(TABLE)
  // Named statements are prepared once per connection.
  const run = (name: string, text: string, values: readonly unknown[]) =>
    pool.query<{ payload: Payload; consumed_at: Date | null }>({ name, text, values: [...values] })
  const one = async (by: 'id' | 'uid' | 'user_code', model: string, value: string) => {
    const { rows } = await run(
      `find_by_${by}`,
      `SELECT payload, consumed_at FROM payloads
        WHERE ${by} = $1 AND model = $2 AND (expires_at IS NULL OR expires_at > now())`,
      [value, model],
    )
    const [row] = rows
    return (
      row && (row.consumed_at === null ? row.payload : { ...row.payload, consumed: true as const })
    )
  }
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      await run(
        'upsert',
        `INSERT INTO payloads (id, model, payload, grant_id, uid, user_code, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          ON CONFLICT (id, model) DO UPDATE SET payload = excluded.payload,
            grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code,
            expires_at = excluded.expires_at`,
        [
          ...[id, model, JSON.stringify(payload)],
          ...[payload.grantId, payload.uid, payload.userCode],
          expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000),
        ],
      )
    },
    find: (id) => one('id', model, id),
    findByUid: (uid) => one('uid', model, uid),
    findByUserCode: (userCode) => one('user_code', model, userCode),
    async consume(id) {
      await run('consume', 'UPDATE payloads SET consumed_at = now() WHERE id = $1 AND model = $2', [
        id,
        model,
      ])
    },
    async destroy(id) {
      await run('destroy', 'DELETE FROM payloads WHERE id = $1 AND model = $2', [id, model])
    },
    async revokeByGrantId(grantId) {
      await run('revoke', 'DELETE FROM payloads WHERE grant_id = $1', [grantId])
    },
  })
}
