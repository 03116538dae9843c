import { type Engine, step } from '../engine.ts'
import type { ConsentStore } from '../port.ts'
import * as queries from '../queries/consents.ts'
import { readerOf } from '../rows.ts'
import { consents } from '../tables/consents.ts'
import { writerOf } from '../tables/table.ts'
import { revokeAll } from './bulk-revocation.ts'
import { record } from './facts.ts'

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
    async put(consent, act, app = 'new') {
      const { accountId, clientId, scope } = consent
      await engine.write([
        step(queries.putConsent, writeConsent(consent)),
        ...record({ kind: 'consent.given', accountId, clientId, scope, app }, act),
      ])
    },
    async withdraw({ accountId, clientId }, because, act) {
      const forget = step(queries.deleteConsent, { account_id: accountId, client_id: clientId })
      const withdrawn = record({ kind: 'consent.withdrawn', accountId, clientId }, act)
      const end = { at: act.at, because }
      return revokeAll(engine, { accountId, clientId }, { ...end, besides: [...withdrawn, forget] })
    },
  }
}

const readConsent = readerOf(consents)
const writeConsent = writerOf(consents)
