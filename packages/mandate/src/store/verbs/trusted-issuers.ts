import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { TrustedIssuerStore } from '../port.ts'
import * as queries from '../queries/trusted-issuers.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { writerOf } from '../tables/table.ts'
import { trustedIssuers } from '../tables/trusted-issuers.ts'
import { inBulk } from './bulk-revocation.ts'
import { record } from './facts.ts'

export function createTrustedIssuerStore(engine: Engine): TrustedIssuerStore {
  /** Null enables it. */
  async function setDisabled(id: string, disabledAt: number | null, act: Act): Promise<boolean> {
    const kind = disabledAt === null ? 'issuer.enabled' : 'issuer.disabled'
    const [rows = []] = await engine.write([
      step(queries.disableTrustedIssuer, { id, disabled_at: disabledAt }),
      ...recordOf({ kind, issuerId: id }, act),
      ...(disabledAt === null ? [] : endOfGrants(id, act)),
    ])
    return rows.length > 0
  }
  return {
    async insert(issuer, act) {
      const [rows = []] = await engine.write([
        step(queries.insertTrustedIssuer, writeIssuer(issuer)),
        ...recordOf({ kind: 'issuer.created', issuerId: issuer.id }, act),
      ])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findTrustedIssuer, { id }))
      return row && readIssuer(row)
    },
    async listByIssuer(issuer) {
      const rows = await engine.read(step(queries.findTrustedIssuers, { issuer }))
      return rows.map(readIssuer)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listTrustedIssuers, page))
      return pageOf(rows.map(readIssuer), page)
    },
    async update(id, { endsGrants, ...change }, act) {
      const changed = Object.keys(change)
      const [rows = []] = await engine.write([
        step(queries.updateTrustedIssuer, { id, ...queries.issuerChange.write(change) }),
        ...recordOf({ kind: 'issuer.updated', issuerId: id, changed }, act),
        ...(endsGrants ? endOfGrants(id, act) : []),
      ])
      return rows.length > 0
    },
    disable: (id, act) => setDisabled(id, act.at, act),
    enable: (id, act) => setDisabled(id, null, act),
    async delete(id, act) {
      const recorded = recordOf({ kind: 'issuer.deleted', issuerId: id }, act)
      const results = await engine.write([
        ...recorded,
        step(queries.deleteTrustedIssuer, { id }),
        ...endOfGrants(id, act),
      ])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

/** One row ends them all, because an issuer may have as many people as a customer. */
function endOfGrants(issuerId: string, { at }: Act): readonly Step[] {
  return inBulk({ issuerId }, { at, because: 'issuer_not_trusted' })
}

function recordOf(fact: NewFact & { readonly issuerId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'trusted_issuers', id: fact.issuerId } })
}

const readIssuer = readerOf(trustedIssuers)
const writeIssuer = writerOf(trustedIssuers)
