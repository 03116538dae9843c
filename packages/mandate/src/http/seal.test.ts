import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import { bytesNamed } from '../../test/sample-grant.ts'
import { damage, damaged } from '../../test/token-arbitraries.ts'
import { openSeal, readUnverified, seal, unseal } from './seal.ts'

const keysNamed = (...names: readonly [string, ...string[]]) => ({
  current: bytesNamed(names[0]),
  all: names.map(bytesNamed),
})
const key = keysNamed('key')
const value = { asked: { state: 'é &' }, startedAt: 1_700_000_000 }
const forBrowser = (secret: string) => ({ purpose: 'pending', secret }) as const
const sealed = seal(key, forBrowser('browser'), value)
const open = (text: string, secret: string | undefined = 'browser', by = key) =>
  unseal(by, { purpose: 'pending', secret }, text)

test('the browser that something was sealed for gets it back as it came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, secret) => {
      const given = [text, { text }]
      const made = seal(key, forBrowser(secret), given)
      assert.match(made, /^[A-Za-z0-9_.-]+$/)
      assert.deepEqual(open(made, secret), given)
      assert.deepEqual(readUnverified(made), given)
    }),
  )
})

test('in another browser, in none, or at a server with another key it says nothing', () => {
  assert.equal(open(sealed, 'other browser'), undefined)
  assert.equal(open(sealed, ''), undefined)
  assert.equal(unseal(key, { purpose: 'pending', secret: undefined }, sealed), undefined)
  assert.equal(open(sealed, 'browser', keysNamed('other key')), undefined)
  assert.equal(unseal(key, { purpose: 'act', secret: 'browser' }, sealed), undefined)
})

test('what was sealed before a rotation opens until the older key is retired', () => {
  const rotated = keysNamed('new key', 'key')
  assert.deepEqual(open(sealed, 'browser', rotated), value)
  assert.equal(openSeal(rotated, forBrowser('browser'), sealed)?.key, rotated.all[1])
  assert.equal(open(seal(rotated, forBrowser('browser'), value)), undefined)
  assert.equal(open(sealed, 'browser', keysNamed('new key')), undefined)
})

test('altered anywhere by one character, it says nothing', () => {
  fc.assert(
    fc.property(damage, (accident) => {
      const copy = damaged(sealed, accident)
      fc.pre(copy !== sealed)
      assert.equal(open(copy), undefined, copy)
    }),
    { numRuns: 2_000 },
  )
})

test('cut short or carried on, it says nothing', () => {
  for (let length = 0; length < sealed.length; length++) {
    assert.equal(open(sealed.slice(0, length)), undefined)
  }
  const [payload, seal] = sealed.split('.')
  for (const text of [`${sealed}.`, `${sealed}=`, `.${sealed}`, `${payload}.${seal}.${seal}`]) {
    assert.equal(open(text), undefined, text)
  }
})

test('the seal has no second spelling', () => {
  // The last of 43 digits stands for four bits and two that a lenient decoder ignores.
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const accepted = [...digits].filter((digit) => open(sealed.slice(0, -1) + digit) !== undefined)
  assert.deepEqual(accepted, [sealed.slice(-1)])
})

test('one payload with the seal of another says nothing', () => {
  const other = seal(key, forBrowser('browser'), { ...value, asked: 'client_id=evil' })
  const [payload] = other.split('.')
  const [, mac] = sealed.split('.')
  assert.equal(open(`${payload}.${mac}`), undefined)
})

test('what another version sealed in a form of its own says nothing', () => {
  // Digests with dots between, and no JSON.
  const payload = 'tyUdUfn9bVnG7hUeAbYFJA'
  const mac = createHmac('sha256', key.current)
    .update(`client\nbrowser\n${payload}`)
    .digest('base64url')
  const forClient = { purpose: 'client', secret: 'browser' } as const
  assert.equal(unseal(key, forClient, `${payload}.${mac}`), undefined)
})

test('no text from outside makes the reader throw', () => {
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.tuple(fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(open(text), undefined)
      readUnverified(text)
    }),
  )
})

test('a browser without a secret is not the browser whose secret is the word undefined', () => {
  const forWord = seal(key, forBrowser('undefined'), value)
  assert.equal(unseal(key, { purpose: 'pending', secret: undefined }, forWord), undefined)
})
