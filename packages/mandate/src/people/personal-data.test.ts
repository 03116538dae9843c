import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const tables = new URL('../store/tables/', import.meta.url)

/** Each table that names an account, and what of the document comes from it. */
const exported: Readonly<Record<string, string>> = {
  'consents.ts': 'store.consents.',
  'ended-assertions.ts': 'store.trustedIssuers.listEndedByPerson',
  'facts.ts': 'facts.listOf(accountId',
  'grants.ts': 'grants.list',
  'identities.ts': 'store.accounts.listIdentities',
  'known-browsers.ts': 'store.knownBrowsers.',
  'mailed-links.ts': 'store.mailedLinks.',
  'operators.ts': 'store.operators.',
  'passkeys.ts': 'store.passkeys.',
  'scim-users.ts': 'store.scimUsers.',
  'second-factors.ts': 'store.secondFactors.',
  'sessions.ts': 'store.sessions.',
}

test('every table that names an account is in the download of personal data', () => {
  const source = readFileSync(new URL('personal-data.ts', import.meta.url), 'utf8')
  const naming = readdirSync(tables).filter((file) =>
    /\baccountId\b/.test(readFileSync(new URL(file, tables), 'utf8')),
  )
  assert.deepEqual(naming.toSorted(), Object.keys(exported))
  for (const part of Object.values(exported)) assert.ok(source.includes(part), part)
})
