import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { EndpointStore } from '../port.ts'
import * as queries from '../queries/endpoints.ts'
import { integer, pageInput, pageOf, readerOf, text } from '../rows.ts'
import { endpointProgress, endpoints } from '../tables/endpoints.ts'
import { writerOf } from '../tables/table.ts'
import { createDeliveryVerbs } from './deliveries.ts'
import { type OfEndpoint, recordOf } from './endpoint-facts.ts'
import { atRevision, newRevision } from './revisions.ts'

export function createEndpointStore(engine: Engine): EndpointStore {
  async function find(id: string) {
    const [row] = await engine.read(step(queries.findEndpoint, { id }))
    return row && readEndpoint(row)
  }

  async function findProgress(id: string) {
    const [row] = await engine.read(step(queries.findProgress, { endpoint_id: id }))
    return row && readProgress(row)
  }

  async function readTaken(id: string, holder: string) {
    const [endpoint, progress] = await Promise.all([find(id), findProgress(id)])
    const isHeld = endpoint !== undefined && progress?.holder === holder
    return isHeld && endpoint.disabledAt === null ? { endpoint, progress } : undefined
  }

  /** One change of a row, what follows from it, and its fact. */
  async function change(
    change: Step,
    {
      fact,
      act,
      revision,
      after = [],
    }: {
      readonly fact: OfEndpoint
      readonly act: Act
      readonly revision?: string
      readonly after?: readonly Step[]
    },
  ): Promise<boolean> {
    const changed = step(queries.noteEndpointChange, { endpoint_id: fact.endpointId })
    const [rows = []] = await engine.write([
      change,
      ...recordOf(fact, act, revision),
      changed,
      ...after,
    ])
    return rows.length > 0
  }

  return {
    find,
    findProgress,
    async insert(endpoint, act) {
      await engine.write([
        step(queries.insertEndpoint, writeEndpoint(endpoint)),
        ...recordOf({ kind: 'endpoint.created', endpointId: endpoint.id }, act),
        step(queries.insertProgress, {}),
      ])
    },
    async list(kind, request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listEndpoints, { kind, ...page }))
      return pageOf(rows.map(readEndpoint), page)
    },
    async listOfClient(clientId) {
      const rows = await engine.read(step(queries.listEndpointsOfClient, { client_id: clientId }))
      return rows.map(readEndpoint)
    },
    update(which, changes, act) {
      const { id, revision: from = null } = atRevision(which)
      const changed = Object.keys(changes)
      const fact = { kind: 'endpoint.updated', endpointId: id, changed } as const
      const revision = newRevision()
      const update = step(queries.updateEndpoint, {
        ...{ id, revision, from_revision: from },
        ...queries.endpointChange.write(changes),
      })
      return change(update, { fact, act, revision })
    },
    rotateSecret(which, { sealed, previousExpiresAt }, act) {
      const { id, revision: from = null } = atRevision(which)
      const fact = { kind: 'endpoint.secret_rotated', endpointId: id, previousExpiresAt } as const
      const revision = newRevision()
      const rotated = { id, sealed, previous_expires_at: previousExpiresAt }
      const changed = { ...rotated, revision, from_revision: from }
      return change(step(queries.rotateEndpointSecret, changed), { fact, act, revision })
    },
    disable(id, because, act) {
      const fact = { kind: 'endpoint.disabled', endpointId: id, reason: because } as const
      const disabled = { id, disabled_at: act.at, because, revision: newRevision() }
      return change(step(queries.disableEndpoint, disabled), { fact, act })
    },
    enable(id, act) {
      const fact = { kind: 'endpoint.enabled', endpointId: id } as const
      const enabled = { id, disabled_at: null, because: null, revision: newRevision() }
      const whose = { endpoint_id: id }
      return change(step(queries.disableEndpoint, enabled), {
        ...{ fact, act },
        after: [step(queries.forgetFailures, whose), step(queries.makeWaitingDue, whose)],
      })
    },
    async askVerification(id, asked, act) {
      const fact = { kind: 'endpoint.verification_asked', endpointId: id, ...asked } as const
      await engine.write(recordOf(fact, act))
    },
    async delete(id, act) {
      const recorded = recordOf({ kind: 'endpoint.deleted', endpointId: id }, act)
      const results = await engine.write([
        ...recorded,
        step(queries.deleteEndpoint, { id }),
        step(queries.deleteProgress, { endpoint_id: id }),
        step(queries.deleteDeliveries, { endpoint_id: id }),
      ])
      return (results[recorded.length] ?? []).length > 0
    },
    async take({ holder, kinds, leaseMs }) {
      const wanted = { kinds: kinds.join(' ') }
      const [free = {}] = await engine.read(step(queries.countFreeEndpoints, wanted))
      if (integer(free, 'counted') === 0) return []
      const [, rows = []] = await engine.write([
        step(queries.insertProgress, {}),
        step(queries.takeEndpoints, { holder, ...wanted, lease_ms: leaseMs }),
      ])
      const taken = rows.map((row) => readTaken(text(row, 'endpoint_id'), holder))
      return (await Promise.all(taken)).flatMap((one) => one ?? [])
    },
    readTaken,
    async renew(holder, leaseMs) {
      const renewal = step(queries.renewEndpoints, { holder, lease_ms: leaseMs })
      const [rows = []] = await engine.write([renewal])
      return new Map(rows.map((row) => [text(row, 'endpoint_id'), integer(row, 'version')]))
    },
    async release(holder, id) {
      await engine.write([step(queries.releaseEndpoints, { holder, endpoint_id: id ?? null })])
    },
    async listSealedNotUnder(keyId, page) {
      const input = { key_id: keyId, ...pageInput(page) }
      return (await engine.read(step(queries.listSealedNotUnder, input))).map(readEndpoint)
    },
    async rekeySecret(id, from, to) {
      const previous = to.previous?.sealed ?? null
      const rekeyed = { id, from_sealed: from.sealed, sealed: to.sealed, previous_sealed: previous }
      await engine.write([step(queries.rekeyEndpointSecret, rekeyed)])
    },
    ...createDeliveryVerbs(engine),
  }
}

const readEndpoint = readerOf(endpoints)
const writeEndpoint = writerOf(endpoints)
const readProgress = readerOf(endpointProgress)
