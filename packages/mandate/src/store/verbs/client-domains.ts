import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { ClientDomainStore } from '../port.ts'
import * as queries from '../queries/client-domains.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { clientDomains } from '../tables/client-domains.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createClientDomainStore(engine: Engine): ClientDomainStore {
  return {
    async find(id) {
      const [row] = await engine.read(step(queries.findClientDomain, { id }))
      return row && readDomain(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listClientDomains, page))
      return pageOf(rows.map(readDomain), page)
    },
    async hold({ id, clientId }, most, act) {
      const asked = { id, clientId, decision: 'held', askedAt: act.at, decidedAt: null } as const
      const [rows = []] = await engine.write([
        step(queries.holdClientDomain, { ...writeDomain(asked), most }),
        ...recordOf({ kind: 'client_domain.held', domain: id, client: clientId }, id, act),
      ])
      return rows.length > 0
    },
    async decide(id, decision, act) {
      const decided = { id, decision, clientId: '', askedAt: act.at, decidedAt: act.at }
      await engine.write([
        step(queries.decideClientDomain, writeDomain(decided)),
        ...recordOf({ kind: `client_domain.${decision}`, domain: id }, id, act),
      ])
    },
    async delete(id, act) {
      const recorded = recordOf({ kind: 'client_domain.forgotten', domain: id }, id, act)
      const results = await engine.write([...recorded, step(queries.deleteClientDomain, { id })])
      return (results[recorded.length] ?? []).length > 0
    },
    async forgetHeld(before, limit) {
      const forget = step(queries.forgetHeldClientDomains, { before, limit })
      const [rows = []] = await engine.write([forget])
      return rows.length
    },
  }
}

function recordOf(fact: NewFact, id: string, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'client_domains', id } })
}

const readDomain = readerOf(clientDomains)
const writeDomain = writerOf(clientDomains)
