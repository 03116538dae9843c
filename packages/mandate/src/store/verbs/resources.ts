import { type Engine, type Row, step } from '../engine.ts'
import type { ResourceChange, ResourceStore } from '../port.ts'
import { deleteExplanationsOfClient } from '../queries/explanations.ts'
import * as queries from '../queries/resources.ts'
import type { Resource } from '../records.ts'
import { integer, integerOrNull, pageInput, pageOf, text } from '../rows.ts'
import { readSecret, writeSecret } from './clients.ts'
import { tell } from './revocations.ts'

export function createResourceStore(engine: Engine): ResourceStore {
  return {
    async insert(resource) {
      const insert = step(queries.insertResource, writeResource(resource))
      const [rows = []] = await engine.write([insert])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findResource, { id }))
      return row && readResource(row)
    },
    async findByUriKey(uriKey) {
      const [row] = await engine.read(step(queries.findResourceByUriKey, { uri_key: uriKey }))
      return row && readResource(row)
    },
    async listNeedingUsername() {
      const rows = await engine.read(step(queries.listResourcesNeedingUsername, {}))
      return rows.map(readResource)
    },
    async update(id, change) {
      const update = step(queries.updateResource, { id, ...writeChange(change) })
      // Naming nobody, it fits every token.
      const [rows = []] = await engine.write([update, tell({})])
      return rows.length > 0
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listResources, page))
      return pageOf(rows.map(readResource), page)
    },
    async rotateSecret(id, secretHash, previousExpiresAt) {
      const rotate = step(queries.rotateResourceSecret, {
        id,
        secret_hash: secretHash,
        previous_secret_expires_at: previousExpiresAt,
      })
      const [rows = []] = await engine.write([rotate])
      return rows.length > 0
    },
    async delete(id) {
      const [rows = []] = await engine.write([
        step(queries.deleteResource, { id }),
        step(deleteExplanationsOfClient, { client_id: id }),
      ])
      return rows.length > 0
    },
  }
}

function readResource(row: Row): Resource {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    uri: text(row, 'uri'),
    uriKey: text(row, 'uri_key'),
    restricted: integer(row, 'restricted') === 1,
    needsUsernameSince: integerOrNull(row, 'needs_username_since'),
    authentication: readSecret(row, ''),
    createdAt: integer(row, 'created_at'),
  }
}

function writeResource(resource: Resource) {
  return {
    id: resource.id,
    name: resource.name,
    uri: resource.uri,
    uri_key: resource.uriKey,
    restricted: Number(resource.restricted),
    needs_username_since: resource.needsUsernameSince,
    ...writeSecret(resource.authentication),
    created_at: resource.createdAt,
  }
}

function writeChange({ name, restricted, needsUsernameSince }: ResourceChange) {
  return {
    name: name ?? null,
    restricted: restricted === undefined ? null : Number(restricted),
    keeps_username: Number(needsUsernameSince === undefined),
    needs_username_since: needsUsernameSince ?? null,
  }
}
