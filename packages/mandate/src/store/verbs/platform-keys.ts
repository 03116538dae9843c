import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { PlatformKeyStore } from '../port.ts'
import * as queries from '../queries/platform-keys.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { platformKeys } from '../tables/platform-keys.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createPlatformKeyStore(engine: Engine): PlatformKeyStore {
  return {
    async insert(key, act) {
      await engine.write([
        step(queries.insertPlatformKey, writePlatformKey(key)),
        ...recordOf({ kind: 'platform_key.created', platformKeyId: key.id }, act),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findPlatformKey, { id }))
      return row && readPlatformKey(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listPlatformKeys, page))
      return pageOf(rows.map(readPlatformKey), page)
    },
    async rotateSecret(id, { secretHash, previousExpiresAt }, act) {
      const rotate = step(queries.rotatePlatformKeySecret, {
        id,
        secret_hash: secretHash,
        previous_secret_expires_at: previousExpiresAt,
      })
      const [rows = []] = await engine.write([
        rotate,
        ...recordOf(
          { kind: 'platform_key.secret_rotated', platformKeyId: id, previousExpiresAt },
          act,
        ),
      ])
      return rows.length > 0
    },
    async delete(id, act) {
      const recorded = recordOf({ kind: 'platform_key.deleted', platformKeyId: id }, act)
      const results = await engine.write([...recorded, step(queries.deletePlatformKey, { id })])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

function recordOf(fact: NewFact & { readonly platformKeyId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'platform_keys', id: fact.platformKeyId } })
}

const readPlatformKey = readerOf(platformKeys)
const writePlatformKey = writerOf(platformKeys)
