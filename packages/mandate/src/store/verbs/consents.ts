import { type Engine, step } from '../engine.ts'
import type { ConsentStore } from '../port.ts'
import * as queries from '../queries/consents.ts'
import type { Consent } from '../records.ts'
import { readerOf } from '../rows.ts'
import { consents } from '../tables/consents.ts'
import { writerOf } from '../tables/table.ts'
import { revokeAll } from './bulk-revocation.ts'
import { record } from './facts.ts'
import { endedByPerson } from './trusted-issuers.ts'

export function createConsentStore(engine: Engine): ConsentStore {
  return {
    async find(accountId, clientId) {
      const input = { account_id: accountId, client_id: clientId }
      const [row] = await engine.read(step(queries.findConsent, input))
      return row && readConsent(row)
    },
    async listOf(accountId) {
      const input = { account_id: accountId, limit: 1000 }
      return (await engine.read(step(queries.listConsentsOfAccount, input))).map(readConsent)
    },
    async put(consent, act, knows) {
      const { accountId, clientId, scope, grantedAt } = consent
      const stored =
        knows === undefined
          ? step(queries.insertConsent, writeConsent(consent))
          : step(queries.replaceConsent, { ...writeConsent(consent), ...known(knows) })
      const app = knows === undefined ? 'new' : 'known'
      const about = { table: 'consents', id: `${grantedAt} ${scope}` } as const
      const [rows = []] = await engine.write([
        stored,
        ...record({ kind: 'consent.given', accountId, clientId, scope, app }, act, { about }),
      ])
      return rows.length > 0
    },
    async withdraw({ accountId, clientId }, because, act) {
      const forget = step(queries.deleteConsent, { account_id: accountId, client_id: clientId })
      const withdrawn = record({ kind: 'consent.withdrawn', accountId, clientId }, act)
      const end = { at: act.at, because }
      const ended =
        because === 'revoked_by_user' ? [endedByPerson({ accountId, clientId }, act)] : []
      const besides = [...withdrawn, forget, ...ended]
      return revokeAll(engine, { accountId, clientId }, { ...end, besides })
    },
    async withdrawAll(accountId, because, act) {
      const forget = step(queries.deleteConsentsOfAccount, { account_id: accountId })
      const ended = record({ kind: 'grants.ended', accountId, because }, act)
      const end = { at: act.at, because }
      const stays = because === 'revoked_by_user' ? [endedByPerson({ accountId }, act)] : []
      return revokeAll(engine, { accountId }, { ...end, besides: [...ended, forget, ...stays] })
    },
  }
}

const readConsent = readerOf(consents)
const writeConsent = writerOf(consents)

function known(consent: Consent) {
  const { scope, resource, declined, granted_at, details } = writeConsent(consent)
  return {
    ...{ known_scope: scope, known_resource: resource },
    ...{ known_declined: declined, known_granted_at: granted_at },
    known_details: details ?? '',
  }
}
