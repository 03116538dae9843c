import { knownBrowsers } from '../tables/known-browsers.ts'
import { parameters, query, select } from './query.ts'

const columns = Object.keys(knownBrowsers.columns).join(', ')

/** Returns a row if the browser is new and the account exists. */
export const insertKnownBrowser = query({
  name: 'insert_known_browser',
  text: `INSERT INTO known_browsers (${columns})
    SELECT ${parameters(knownBrowsers)} FROM accounts WHERE accounts.id = :account_id
    ON CONFLICT (account_id, browser) DO NOTHING RETURNING browser`,
  input: knownBrowsers.columns,
  key: 'alone',
})

/** `last_seen_at` never decreases, so that a clock that is behind ages no browser. */
export const seeKnownBrowser = query({
  name: 'see_known_browser',
  text: `UPDATE known_browsers SET agent = :agent, network = :network,
      last_seen_at = CASE WHEN known_browsers.last_seen_at > :last_seen_at
        THEN known_browsers.last_seen_at ELSE :last_seen_at END
    WHERE known_browsers.account_id = :account_id AND known_browsers.browser = :browser`,
  input: {
    account_id: 'text',
    browser: 'text',
    last_seen_at: 'bigint',
    agent: 'text',
    network: 'text',
  },
  key: 'alone',
})

/** Keeps the one that was just seen, even if another server's clock dates others later. */
export const deleteKnownBrowsersBeyond = query({
  name: 'delete_known_browsers_beyond',
  text: `DELETE FROM known_browsers WHERE known_browsers.account_id = :account_id
      AND known_browsers.browser IN (
        SELECT others.browser FROM known_browsers AS others
        WHERE others.account_id = :account_id AND others.browser <> :browser
        ORDER BY others.last_seen_at DESC, others.browser LIMIT :limit OFFSET :kept)`,
  input: { account_id: 'text', browser: 'text', kept: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** By the browser alone, so that the work does not depend on the address that was typed. */
export const listAddressesOfBrowser = query({
  name: 'list_addresses_of_browser',
  text: `SELECT accounts.email_key FROM known_browsers
    JOIN accounts ON accounts.id = known_browsers.account_id
    WHERE known_browsers.browser = :browser AND accounts.email_key IS NOT NULL
    ORDER BY known_browsers.last_seen_at DESC, accounts.id LIMIT :limit`,
  input: { browser: 'text', limit: 'bigint' },
  key: 'alone',
})

export const listKnownBrowsers = query({
  name: 'list_known_browsers',
  text: `SELECT ${select(knownBrowsers)} FROM known_browsers
    WHERE known_browsers.account_id = :account_id
    ORDER BY known_browsers.last_seen_at DESC, known_browsers.browser LIMIT :limit`,
  input: { account_id: 'text', limit: 'bigint' },
  key: 'alone',
})

export const deleteKnownBrowser = query({
  name: 'delete_known_browser',
  text: `DELETE FROM known_browsers
    WHERE known_browsers.account_id = :account_id AND known_browsers.browser = :browser
    RETURNING known_browsers.browser`,
  input: { account_id: 'text', browser: 'text' },
  key: 'alone',
})

/** All but `except`; all if that is null. */
export const deleteKnownBrowsersOfAccount = query({
  name: 'delete_known_browsers_of_account',
  text: `DELETE FROM known_browsers WHERE known_browsers.account_id = :account_id
      AND known_browsers.browser IS DISTINCT FROM :except
    RETURNING known_browsers.browser`,
  input: { account_id: 'text', except: 'text' },
  key: 'alone',
})

export const sweepKnownBrowsers = query({
  name: 'sweep_known_browsers',
  text: `DELETE FROM known_browsers WHERE (known_browsers.account_id, known_browsers.browser) IN (
      SELECT old.account_id, old.browser FROM known_browsers AS old
      WHERE old.last_seen_at < :moment ORDER BY old.last_seen_at LIMIT :limit)
    RETURNING known_browsers.browser`,
  input: { moment: 'bigint', limit: 'bigint' },
  key: 'alone',
})
