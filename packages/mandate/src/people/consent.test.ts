import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Consent } from '../store/records.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { consentNeeded, mergeConsent, type Permission, rememberConsent } from './consent.ts'

const confidential: Parameters<typeof consentNeeded>[0]['client'] = {
  trusted: false,
  authentication: { method: 'secret', secretHash: 'a hash', previous: null },
  redirectUris: ['https://app.example/callback'],
}
const publicClient = { ...confidential, authentication: { method: 'none' } as const }

function agreed(scope: string, ...resource: string[]): Consent {
  const pair = { accountId: 'ada', clientId: 'app' }
  return { ...pair, scope, resource, declined: '', details: null, grantedAt: 1_000 }
}

function asked(known: Consent | undefined, scope: string, ...resource: string[]): boolean {
  return consentNeeded({ client: confidential, known, wanted: { scope, resource, details: null } })
}

const toRead: Permission = { scope: 'read', resource: [], details: null }

test('the first time, the person is asked', () => {
  assert.equal(asked(undefined, 'read'), true)
})

test('what was agreed before, or less of it, is not asked again', () => {
  assert.equal(asked(agreed('read write'), 'write read'), false)
  assert.equal(asked(agreed('read write'), 'read'), false)
  assert.equal(asked(agreed('read'), 'read', 'https://api.example'), false)
  assert.equal(
    asked(agreed('read', 'https://a.example', 'https://b.example'), 'read', 'https://a.example'),
    false,
  )
})

test('a wider scope, another API, or every API instead of one is asked', () => {
  assert.equal(asked(agreed('read'), 'read write'), true)
  assert.equal(asked(agreed('read'), 'READ'), true)
  assert.equal(asked(agreed('read', 'https://a.example'), 'read', 'https://b.example'), true)
  assert.equal(asked(agreed('read', 'https://a.example'), 'read'), true)
})

test('authorization details are asked about again unless they are exactly the same (RFC 9396)', () => {
  const ask = (known: string | null, details: string | null) =>
    consentNeeded({
      client: confidential,
      known: { ...agreed('read'), details: known },
      wanted: { ...toRead, details },
    })
  const cases = [ask('a', 'a'), ask('a', null), ask('a', 'b'), ask(null, 'b')]
  assert.deepEqual(cases, [false, false, true, true])
  const merged = mergeConsent({ ...agreed('read'), details: 'a' }, agreed('write'))
  assert.deepEqual([merged.scope, merged.details], ['read write', 'a'])
  assert.equal(mergeConsent(merged, { ...agreed('read'), details: 'b' }).details, 'b')
})

test('a trusted client is never in question', () => {
  const client = { ...confidential, trusted: true }
  assert.equal(consentNeeded({ client, known: undefined, wanted: toRead }), false)
})

test('a public client is asked about each time, since any program can claim to be it', () => {
  const known = agreed('read')
  assert.equal(consentNeeded({ client: publicClient, known, wanted: toRead }), true)
})

test('a trusted public client skips consent only if nobody else can receive the answer', () => {
  const trusted = { ...publicClient, trusted: true }
  const ask = (...redirectUris: string[]) =>
    consentNeeded({ client: { ...trusted, redirectUris }, known: undefined, wanted: toRead })
  assert.equal(ask('https://app.example/callback'), false)
  assert.equal(ask('https://app.example/callback', 'http://127.0.0.1/callback'), true)
  assert.equal(ask('com.example.app:/callback'), true)
})

test('two yeses make one record where that allows nothing new', () => {
  assert.deepEqual(mergeConsent(agreed('read'), agreed('write')), agreed('read write'))
  assert.deepEqual(
    mergeConsent(agreed('read', 'https://a.example'), agreed('read', 'https://b.example')),
    agreed('read', 'https://a.example', 'https://b.example'),
  )
  assert.deepEqual(
    mergeConsent(agreed('read', 'https://a.example'), agreed('read')),
    agreed('read'),
  )
})

test('read on one API and write on another never become write on both', () => {
  const merged = mergeConsent(
    agreed('read', 'https://a.example'),
    agreed('write', 'https://b.example'),
  )
  assert.equal(asked(merged, 'write', 'https://a.example'), true)
  assert.equal(asked(merged, 'write', 'https://b.example'), false)
})

test('a remembered yes is found again, with the one before it', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const find = () => store.consents.find('ada', 'app')
  await rememberConsent(store.consents, agreed('read'), { known: undefined })
  const later = { ...agreed('write'), grantedAt: 2_000 }
  await rememberConsent(store.consents, later, { known: await find() })
  assert.deepEqual(await find(), { ...agreed('read write'), grantedAt: 2_000 })
  await store.close()
})

test('remembering covers what was just agreed and nothing that never was', () => {
  const apis = ['https://a.example', 'https://b.example', 'https://c.example']
  const consent = fc
    .record({
      scope: fc.subarray(['read', 'write', 'admin'], { minLength: 1 }),
      resource: fc.subarray(apis),
    })
    .map(({ scope, resource }) => agreed(scope.join(' '), ...resource))
  const pairs = ({ scope, resource }: Permission) =>
    scope
      .split(' ')
      .flatMap((token) =>
        (resource.length === 0 ? [...apis, 'https://any.example'] : resource).map(
          (api) => `${token} at ${api}`,
        ),
      )
  fc.assert(
    fc.property(fc.array(consent, { minLength: 1, maxLength: 6 }), (yeses) => {
      const record = yeses.reduce((known, next) => mergeConsent(known, next))
      const said = new Set(yeses.flatMap(pairs))
      assert.ok(pairs(record).every((pair) => said.has(pair)))
      const last = yeses.at(-1)
      assert.ok(last !== undefined)
      assert.equal(asked(record, last.scope, ...last.resource), false)
    }),
  )
})
