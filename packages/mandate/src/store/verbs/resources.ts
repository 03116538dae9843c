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
import { atRevision, newRevision } from './revisions.ts'

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
    async update(which, change, act) {
      const { id, revision: from = null } = atRevision(which)
      const revision = newRevision()
      const [rows = []] = await engine.write([
        step(queries.updateResource, {
          ...{ id, revision, from_revision: from },
          ...queries.resourceChange.write(change),
        }),
        ...recordOf(
          { kind: 'resource.updated', resourceId: id, changed: Object.keys(change) },
          act,
          revision,
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
        revision: newRevision(),
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

/** With a revision, only if this unit wrote it. */
function recordOf(
  fact: NewFact & { readonly resourceId: string },
  act: Act,
  revision?: string,
): readonly Step[] {
  const about =
    revision === undefined
      ? ({ table: 'resources', id: fact.resourceId } as const)
      : ({ table: 'resource_revisions', id: revision } as const)
  return record(fact, act, { about })
}

const readResource = readerOf(resources)
const writeResource = writerOf(resources)
