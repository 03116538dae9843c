/** The Cookie header and the query of a page, through the whole server but without a network. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { createServer } from '../../packages/mandate/src/http/server.ts'
import { createPasswords } from '../../packages/mandate/src/people/password.ts'
import { openSqliteStore } from '../../packages/mandate/src/store/sqlite/open.ts'
import { wayKinds } from '../../packages/mandate/src/ways/ways.ts'
import { DOOR, door } from '../../packages/mandate/test/fake-way.ts'
import { bytesNamed } from '../../packages/mandate/test/sample-grant.ts'
import { headerOf, textOf } from '../hostile-text.ts'
import { forEveryAsync } from '../runs.ts'
import { sampleContext } from '../sample-context.ts'

const { context } = sampleContext()
const random = (bytes: number) => randomBytes(bytes)
const store = await openSqliteStore({ path: ':memory:' })
const log: string[] = []
const server = await createServer({
  ...context,
  seals: { current: bytesNamed('seal'), all: [bytesNamed('seal')] },
  store,
  random,
  passwords: createPasswords({ random, cost: { memory: 64, passes: 1, parallelism: 1 } }),
  log: { level: 'warn', stream: { write: (line) => void log.push(line) } },
  settings: {
    ...context.settings,
    brandName: 'Mandate',
    sessionSeconds: 60,
    sessionIdleSeconds: 0,
    keepSignedInSeconds: 60,
    deletionGraceSeconds: 3_600,
    auditDays: 90,
    trustedProxies: [],
    clientCertificateFormat: 'rfc9440' as const,
    fetchAllowedHosts: [],
    mailUrl: null,
    registration: 'off',
    registrationDomains: [],
    clientRegistrationMost: 10,
    clientSecretOverlapSeconds: 604_800,
    termsVersion: null,
    passwordRangeUrl: null,
    consoleListen: null,
    consoleUrl: null,
    consoleRequiresSecondFactor: true,
    signIn: { password: { way: 'password' }, door: DOOR },
  },
  wayKinds: [...wayKinds, door],
})
after(async () => {
  await server.close()
  await store.close()
})

const names = ['browser', 'session', 'known'].flatMap((name) => [
  `__Host-mandate_${name}=`,
  `mandate_${name}=`,
])
const cookie = headerOf(
  ...names,
  'A'.repeat(43),
  ';',
  '; ',
  ',',
  '=',
  '"',
  '.',
  '%',
  '%41',
  '__proto__=',
)
const query = textOf(
  'pending=',
  'signed_out=',
  'then=',
  'state=',
  'answer={}',
  'ui_locales=',
  '&',
  '=',
  '%',
  'WzEsIiJd',
  '.',
  'A'.repeat(43),
)
  .filter((text) => text.isWellFormed())
  .map((text) => text.replaceAll(/[^!-~]|#/gu, encodeURIComponent))

test('any cookies are treated as a stranger’s: no page fails, and none of their content is returned', async () => {
  const pages = fc.constantFrom(
    ...['/account', '/sign-in', '/consent', '/oauth2/authorize'],
    ...['/sign-in/with/door', '/sign-in/with/door/callback', '/sign-in/with/%00'],
  )
  await forEveryAsync(
    fc.tuple(pages, cookie, query),
    async ([path, value, parameters]) => {
      const url = `${path}?${parameters}`
      const response = await server.inject({ method: 'GET', url, headers: { cookie: value } })
      assert.ok(response.statusCode < 500, response.body)
      // A query that is not a form is refused before the session is looked up.
      if (path === '/account' && response.statusCode !== 400) {
        assert.equal(response.headers.location, '/sign-in')
      }
      const set = response.cookies.map(({ value }) => value)
      assert.ok(set.every((one) => one === '' || !value.includes(one)))
    },
    { costs: 1 },
  )
  assert.deepEqual(log, [])
})
