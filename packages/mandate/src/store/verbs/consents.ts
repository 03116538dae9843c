import { type Engine, type Row, step } from '../engine.ts'
import type { ConsentStore } from '../port.ts'
import * as queries from '../queries/consents.ts'
import type { Consent } from '../records.ts'
import { integer, text, texts } from '../rows.ts'
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
    async put({ accountId, clientId, scope, resource, grantedAt }, act) {
      const put = step(queries.putConsent, {
        account_id: accountId,
        client_id: clientId,
        scope,
        resource: JSON.stringify(resource),
        granted_at: grantedAt,
      })
      const given = record({ kind: 'consent.given', accountId, clientId, scope }, act)
      await engine.write([put, ...given])
    },
    async withdraw({ accountId, clientId }, because, act) {
      const forget = step(queries.deleteConsent, { account_id: accountId, client_id: clientId })
      const withdrawn = record({ kind: 'consent.withdrawn', accountId, clientId }, act)
      const end = { at: act.at, because }
      return revokeAll(engine, { accountId, clientId }, { ...end, besides: [...withdrawn, forget] })
    },
  }
}

function readConsent(row: Row): Consent {
  return {
    accountId: text(row, 'account_id'),
    clientId: text(row, 'client_id'),
    scope: text(row, 'scope'),
    resource: texts(row, 'resource'),
    grantedAt: integer(row, 'granted_at'),
  }
}
