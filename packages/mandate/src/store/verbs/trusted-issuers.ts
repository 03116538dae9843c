import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Step, step } from '../engine.ts'
import { MOST_ENDED, type TrustedIssuerStore } from '../port.ts'
import * as ended from '../queries/ended-assertions.ts'
import * as queries from '../queries/trusted-issuers.ts'
import { pageInput, pageOf, readerOf } from '../rows.ts'
import { endedAssertions } from '../tables/ended-assertions.ts'
import { writerOf } from '../tables/table.ts'
import { trustedIssuers } from '../tables/trusted-issuers.ts'
import { inBulk } from './bulk-revocation.ts'
import { record } from './facts.ts'
import { atRevision, newRevision } from './revisions.ts'

export function createTrustedIssuerStore(engine: Engine): TrustedIssuerStore {
  /** Null enables it. */
  async function setDisabled(id: string, disabledAt: number | null, act: Act): Promise<boolean> {
    const kind = disabledAt === null ? 'issuer.enabled' : 'issuer.disabled'
    const [rows = []] = await engine.write([
      step(queries.disableTrustedIssuer, { id, disabled_at: disabledAt, revision: newRevision() }),
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
    async update(which, { endsGrants, ...change }, act) {
      const { id, revision: from = null } = atRevision(which)
      const revision = newRevision()
      const fact = { kind: 'issuer.updated', issuerId: id, changed: Object.keys(change) } as const
      const [rows = []] = await engine.write([
        step(queries.updateTrustedIssuer, {
          ...{ id, revision, from_revision: from },
          ...queries.issuerChange.write(change),
        }),
        ...record(fact, act, { about: { table: 'issuer_revisions', id: `${revision} ${id}` } }),
        ...(endsGrants ? endOfGrants(id, act, revision) : []),
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
    async findEnd({ issuerId, accountId, clientId }) {
      const input = { issuer_id: issuerId, account_id: accountId, client_id: clientId }
      const found = (await engine.read(step(ended.findEndedAssertions, input))).map(readEnded)
      const signOuts = found.filter(({ byPerson }) => !byPerson).map(({ endedAt }) => endedAt)
      return {
        byPerson: found.some(({ byPerson }) => byPerson),
        signedOutAt: signOuts.length === 0 ? null : Math.max(...signOuts),
      }
    },
    async listEndedByPerson(accountId) {
      const input = { account_id: accountId, limit: MOST_ENDED }
      return (await engine.read(step(ended.listEndedByPerson, input))).map(readEnded)
    },
    async signOut({ issuerId, accountId }, act) {
      const all = { issuerId, accountId, clientId: '', endedAt: act.at, byPerson: false }
      const whose = { issuer_id: issuerId, account_id: accountId }
      const cause = { revoked_at: act.at, revoked_because: 'ended_by_issuer' }
      await engine.write([
        step(ended.endAssertions, writeEnded(all)),
        step(ended.revokeGrantsOfIssuerAndAccount, { ...whose, ...cause }),
        ...record({ kind: 'issuer.signed_out', accountId, issuerId }, act),
      ])
    },
    async allowAgain({ issuerId, accountId, clientId }, act) {
      const input = { issuer_id: issuerId, account_id: accountId, client_id: clientId }
      const [rows = []] = await engine.write([
        step(ended.allowAssertions, input),
        ...record({ kind: 'issuer.allowed_again', accountId, clientId, issuerId }, act),
      ])
      return rows.length > 0
    },
  }
}

/** One row ends them all, because an issuer may have as many people as a customer. */
function endOfGrants(issuerId: string, { at }: Act, issuerRevision?: string): readonly Step[] {
  const whose = { issuerId, ...(issuerRevision !== undefined && { issuerRevision }) }
  return inBulk(whose, { at, because: 'issuer_not_trusted' })
}

function recordOf(fact: NewFact & { readonly issuerId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'trusted_issuers', id: fact.issuerId } })
}

/** To be added to a unit in which a person ends grants of their account. */
export function endedByPerson(
  { accountId, clientId, grantId }: { accountId: string; clientId?: string; grantId?: string },
  { at }: Pick<Act, 'at'>,
): Step {
  return step(ended.endAssertionsByPerson, {
    ...{ account_id: accountId, ended_at: at },
    ...{ client_id: clientId ?? null, grant_id: grantId ?? null },
  })
}

const readEnded = readerOf(endedAssertions)
const writeEnded = writerOf(endedAssertions)
const readIssuer = readerOf(trustedIssuers)
const writeIssuer = writerOf(trustedIssuers)
