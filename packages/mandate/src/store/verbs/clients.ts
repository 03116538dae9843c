import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { ClientStore } from '../port.ts'
import * as queries from '../queries/clients.ts'
import { countConsentsOfClient, deleteConsentsOfClient } from '../queries/consents.ts'
import { deleteEndpointsOfClient } from '../queries/endpoints.ts'
import { deleteExplanationsOfClient } from '../queries/explanations.ts'
import { countGrantsOfClient, deleteGrantsOfClient, ROWS_PER_WRITE } from '../queries/grants.ts'
import { integer, LAST_CHARACTER, pageInput, pageOf, readerOf, text } from '../rows.ts'
import { clientLogos } from '../tables/client-logos.ts'
import { clients } from '../tables/clients.ts'
import { writerOf } from '../tables/table.ts'
import { inBulk, isMore } from './bulk-revocation.ts'
import { record } from './facts.ts'
import { atRevision, newRevision } from './revisions.ts'

export function createClientStore(engine: Engine): ClientStore {
  return {
    async insert(client, act) {
      await engine.write([
        step(queries.insertClient, writeClient(client)),
        ...record({ kind: 'client.created', clientId: client.id }, act),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findClient, { id }))
      return row && readClient(row)
    },
    async findNamesake(nameKey) {
      const [row] = await engine.read(step(queries.findNamesake, { name_key: nameKey }))
      return row && text(row, 'name')
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listClients, page))
      return pageOf(rows.map(readClient), page)
    },
    async listNamed(begins, limit) {
      const range = { begins, until: begins + LAST_CHARACTER }
      const page = pageInput({ limit })
      const input = { ...range, limit: page.limit }
      return (await engine.read(step(queries.listClientsNamed, input))).map(readClient)
    },
    async listUnder(prefix, request) {
      const page = pageInput({ ...request, after: request.after ?? prefix })
      const last = prefix.charCodeAt(prefix.length - 1)
      const until = prefix.slice(0, -1) + String.fromCharCode(last + 1)
      const rows = await engine.read(step(queries.listClientsUnder, { ...page, until }))
      return pageOf(rows.map(readClient), page)
    },
    async update(which, change, act) {
      const { id, revision: from = null } = atRevision(which)
      const revision = newRevision()
      const { scope } = change
      // The key follows from the name, so only the name was changed by somebody.
      const changed = Object.keys(change).filter((member) => member !== 'nameKey')
      const [rows = []] = await engine.write([
        step(queries.updateClient, {
          ...{ id, revision, from_revision: from },
          ...queries.clientChange.write(change),
        }),
        ...recordOf(
          scope === undefined
            ? { kind: 'client.updated', clientId: id, changed }
            : { kind: 'client.scope_changed', clientId: id, changed, scope },
          act,
          revision,
        ),
      ])
      return rows.length > 0
    },
    async tallySelfRegistered() {
      const [row = {}] = await engine.read(step(queries.countSelfRegistered, {}))
      return integer(row, 'counted')
    },
    async noteUsed(id, at) {
      const [rows = []] = await engine.write([step(queries.noteClientUsed, { id, at })])
      return rows.length > 0
    },
    async markUnused(before, limit) {
      const [rows = []] = await engine.write([step(queries.markUnusedClients, { before, limit })])
      return rows.map((row) => text(row, 'id'))
    },
    async setLogo(id, logo, act) {
      const [rows = []] = await engine.write([
        step(queries.setClientLogo, { id, logo: logo?.digest ?? '', revision: newRevision() }),
        logo === null
          ? step(queries.deleteClientLogo, { client_id: id })
          : step(queries.putClientLogo, {
              ...{ client_id: id, content_type: logo.contentType, image: logo.image },
            }),
        ...recordOf({ kind: 'client.updated', clientId: id, changed: ['logo'] }, act),
      ])
      return rows.length > 0
    },
    async findLogo(id) {
      const [row] = await engine.read(step(queries.findClientLogo, { client_id: id }))
      return row && readLogo(row)
    },
    async disable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setClientDisabled, { id, disabled_at: act.at, revision: newRevision() }),
        ...recordOf({ kind: 'client.disabled', clientId: id }, act),
      ])
      return rows.length > 0
    },
    async enable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setClientDisabled, { id, disabled_at: null, revision: newRevision() }),
        ...recordOf({ kind: 'client.enabled', clientId: id }, act),
      ])
      return rows.length > 0
    },
    async rotateSecret(id, { secretHash, previousExpiresAt }, act) {
      const rotate = step(queries.rotateClientSecret, {
        id,
        secret_hash: secretHash,
        previous_secret_expires_at: previousExpiresAt,
        revision: newRevision(),
      })
      const [rows = []] = await engine.write([
        rotate,
        ...recordOf({ kind: 'client.secret_rotated', clientId: id, previousExpiresAt }, act),
      ])
      return rows.length > 0
    },
    async listSignersNotUnder(keyId, page) {
      const input = { key_id: keyId, after: page.after, limit: page.limit }
      return (await engine.read(step(queries.listSignersNotUnder, input))).map(readClient)
    },
    async rekeySecret(id, from, { sealed, previous }) {
      const rekey = step(queries.rekeyClientSecret, {
        id,
        from_secret_hash: from.sealed,
        secret_hash: sealed,
        previous_secret_hash: previous?.sealed ?? null,
      })
      await engine.write([rekey])
    },
    async delete(id, act) {
      const limit = { client_id: id, limit: ROWS_PER_WRITE + 1 }
      const areMany = await Promise.all([
        isMore(engine, step(countGrantsOfClient, limit)),
        isMore(engine, step(countConsentsOfClient, limit)),
      ])
      const itsRows = areMany.includes(true)
        ? // The time does not matter: without their client, nobody can find the grants.
          inBulk({ clientId: id }, { at: 0, because: 'revoked_by_operator' })
        : [
            step(deleteConsentsOfClient, { client_id: id }),
            step(deleteGrantsOfClient, { client_id: id }),
          ]
      const recorded = recordOf({ kind: 'client.deleted', clientId: id }, act)
      const results = await engine.write([
        ...recorded,
        step(queries.deleteClient, { id }),
        step(queries.deleteClientLogo, { client_id: id }),
        step(deleteExplanationsOfClient, { client_id: id }),
        ...deleteEndpointsOfClient.map((query) => step(query, { client_id: id })),
        ...itsRows,
      ])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

/** With a revision, only if this unit wrote it. */
function recordOf(
  fact: NewFact & { readonly clientId: string },
  act: Act,
  revision?: string,
): readonly Step[] {
  const about =
    revision === undefined
      ? ({ table: 'clients', id: fact.clientId } as const)
      : ({ table: 'client_revisions', id: revision } as const)
  return record(fact, act, { about })
}

const readClient = readerOf(clients)
const readLogo = readerOf(clientLogos)
const writeClient = writerOf(clients)
