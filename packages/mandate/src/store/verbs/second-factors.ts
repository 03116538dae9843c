import type { Act } from '../../facts/actor.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { SecondFactorStore } from '../port.ts'
import { holdAccountById } from '../queries/accounts.ts'
import * as queries from '../queries/second-factors.ts'
import type { RecoveryCode } from '../records.ts'
import { pageInput, readerOf } from '../rows.ts'
import { recoveryCodes, totpAuthenticators } from '../tables/second-factors.ts'
import { writerOf } from '../tables/table.ts'
import { doubtUnlessProven } from './doubted-operators.ts'
import { record } from './facts.ts'

export function createSecondFactorStore(engine: Engine): SecondFactorStore {
  return {
    async findTotp(accountId) {
      const [row] = await engine.read(step(queries.findTotp, { account_id: accountId }))
      return row && readTotp(row)
    },
    async putTotp(totp, codes, act) {
      const { accountId } = totp
      const about = { table: 'accounts', id: accountId } as const
      const [, rows = []] = await engine.write([
        // The account must not be deleted at the same time, without its new rows.
        step(holdAccountById, { id: accountId }),
        step(queries.putTotp, writeTotp(totp)),
        ...record({ kind: 'totp.added', accountId }, act, { about }),
        ...(codes === null ? [] : replacement(accountId, codes, act)),
        ...doubtUnlessProven(accountId, act),
      ])
      return rows.length > 0
    },
    async noteTotpUse({ accountId, createdAt, keyId, secret }, at) {
      const whose = { account_id: accountId, created_at: createdAt }
      await engine.write([step(queries.noteTotpUse, { ...whose, at, key_id: keyId, secret })])
    },
    async listTotpNotUnder(keyId, page) {
      const input = { key_id: keyId, ...pageInput(page) }
      return (await engine.read(step(queries.listTotpNotUnder, input))).map(readTotp)
    },
    async rekeyTotp({ accountId, createdAt, keyId: from }, { keyId, secret }) {
      const whose = { account_id: accountId, created_at: createdAt, from_key_id: from }
      await engine.write([step(queries.rekeyTotp, { ...whose, key_id: keyId, secret })])
    },
    async removeTotp(accountId, act) {
      const about = { table: 'totp_authenticators', id: accountId } as const
      const recorded = record({ kind: 'totp.removed', accountId }, act, { about })
      const results = await engine.write([
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.deleteTotp, { account_id: accountId }),
        step(queries.deleteRecoveryCodes, { account_id: accountId }),
      ])
      return (results[1 + recorded.length] ?? []).length > 0
    },
    async listRecoveryCodes(accountId) {
      const input = { account_id: accountId }
      return (await engine.read(step(queries.listRecoveryCodes, input))).map(readCode)
    },
    async putRecoveryCodes(accountId, codes, act) {
      await engine.write([
        step(holdAccountById, { id: accountId }),
        ...replacement(accountId, codes, act),
      ])
    },
    async useRecoveryCode({ id, accountId }, act) {
      const recorded = record({ kind: 'recovery_codes.used', accountId }, act, {
        about: { table: 'recovery_codes', id },
      })
      const results = await engine.write([
        // Of two callers, the second finds the code used, and records nothing.
        step(holdAccountById, { id: accountId }),
        ...recorded,
        step(queries.useRecoveryCode, { id, account_id: accountId, at: act.at }),
      ])
      return (results[1 + recorded.length] ?? []).length > 0
    },
  }
}

function replacement(accountId: string, codes: readonly RecoveryCode[], act: Act): readonly Step[] {
  const about = { table: 'accounts', id: accountId } as const
  return [
    step(queries.deleteRecoveryCodes, { account_id: accountId }),
    ...codes.map((code) => step(queries.insertRecoveryCode, writeCode(code))),
    ...record({ kind: 'recovery_codes.made', accountId }, act, { about }),
  ]
}

const readTotp = readerOf(totpAuthenticators)
const writeTotp = writerOf(totpAuthenticators)
const readCode = readerOf(recoveryCodes)
const writeCode = writerOf(recoveryCodes)
