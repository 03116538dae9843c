import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { ResourceStore } from '../port.ts'
import { deleteExplanationsOfClient } from '../queries/explanations.ts'
import * as queries from '../queries/resources.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { resources } from '../tables/resources.ts'
import { writerOf } from '../tables/table.ts'
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
    async listReadingJwts() {
      const rows = await engine.read(step(queries.listResourcesReadingJwts, {}))
      return rows.map(readResource)
    },
    async update(id, change, act) {
      const [rows = []] = await engine.write([
        step(queries.updateResource, { id, ...queries.resourceChange.write(change) }),
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

const readResource = readerOf(resources)
const writeResource = writerOf(resources)
