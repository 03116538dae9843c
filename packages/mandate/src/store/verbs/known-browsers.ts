import { hash } from 'node:crypto'
import { type Engine, step } from '../engine.ts'
import { type KnownBrowserStore, MOST_KNOWN_BROWSERS } from '../port.ts'
import * as queries from '../queries/known-browsers.ts'
import { readerOf, text } from '../rows.ts'
import { knownBrowsers } from '../tables/known-browsers.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createKnownBrowserStore(engine: Engine): KnownBrowserStore {
  return {
    async remember({ accountId, browser, agent, network }, way, act) {
      const whose = { account_id: accountId, browser }
      const seen = { accountId, browser, firstSeenAt: act.at, lastSeenAt: act.at, agent, network }
      const about = { table: 'known_browsers', id: `${browser} ${act.at}` } as const
      const [inserted = []] = await engine.write([
        step(queries.insertKnownBrowser, writeKnownBrowser(seen)),
        // Named by what it is about, so that a browser seen twice in a second is told once.
        ...record({ kind: 'browser.remembered', accountId, way, agent, network }, act, {
          about,
          id: hash('sha256', `${accountId} ${about.id}`, 'hex').slice(0, 32),
        }),
        step(queries.seeKnownBrowser, { ...whose, last_seen_at: act.at, agent, network }),
        step(queries.deleteKnownBrowsersBeyond, {
          ...whose,
          ...{ kept: MOST_KNOWN_BROWSERS - 1, limit: MOST_KNOWN_BROWSERS },
        }),
      ])
      return inserted.length > 0
    },
    async listEmailKeysOf(browser) {
      const input = { browser, limit: MOST_KNOWN_BROWSERS }
      const rows = await engine.read(step(queries.listAddressesOfBrowser, input))
      return rows.map((row) => text(row, 'email_key'))
    },
    async listOf(accountId) {
      const input = { account_id: accountId, limit: MOST_KNOWN_BROWSERS }
      return (await engine.read(step(queries.listKnownBrowsers, input))).map(readKnownBrowser)
    },
    async forget(accountId, browser) {
      const whose = { account_id: accountId, browser }
      const [rows = []] = await engine.write([step(queries.deleteKnownBrowser, whose)])
      return rows.length > 0
    },
    async forgetOthers(accountId, except) {
      const whose = { account_id: accountId, except }
      const [rows = []] = await engine.write([step(queries.deleteKnownBrowsersOfAccount, whose)])
      return rows.length
    },
  }
}

const readKnownBrowser = readerOf(knownBrowsers)
const writeKnownBrowser = writerOf(knownBrowsers)
