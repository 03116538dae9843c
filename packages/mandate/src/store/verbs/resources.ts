import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { ResourceChange, ResourceStore } from '../port.ts'
import { deleteExplanationsOfClient } from '../queries/explanations.ts'
import * as queries from '../queries/resources.ts'
import type { Resource } from '../records.ts'
import { integer, integerOrNull, pageInput, pageOf, text } from '../rows.ts'
import { readSecret, writeSecret } from './clients.ts'
import { record } from './facts.ts'

export function createResourceStore(engine: Engine): ResourceStore {
  return {
    async insert(resource, act) {
      const [rows = []] = await engine.write([
        step(queries.insertResource, writeResource(resource)),
        ...recordOf({ kind: 'resource.created', resourceId: resource.id }, act),
      ])
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
    async update(id, change, act) {
      const [rows = []] = await engine.write([
        step(queries.updateResource, { id, ...writeChange(change) }),
        ...recordOf(
          { kind: 'resource.updated', resourceId: id, changed: Object.keys(change) },
          act,
        ),
      ])
      return rows.length > 0
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listResources, page))
      return pageOf(rows.map(readResource), page)
    },
    async rotateSecret(id, { secretHash, previousExpiresAt }, act) {
      const rotate = step(queries.rotateResourceSecret, {
        id,
        secret_hash: secretHash,
        previous_secret_expires_at: previousExpiresAt,
      })
      const [rows = []] = await engine.write([
        rotate,
        ...recordOf({ kind: 'resource.secret_rotated', resourceId: id, previousExpiresAt }, act),
      ])
      return rows.length > 0
    },
    async delete(id, act) {
      const recorded = recordOf({ kind: 'resource.deleted', resourceId: id }, act)
      const results = await engine.write([
        ...recorded,
        step(queries.deleteResource, { id }),
        step(deleteExplanationsOfClient, { client_id: id }),
      ])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

function recordOf(fact: NewFact & { readonly resourceId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'resources', id: fact.resourceId } })
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
