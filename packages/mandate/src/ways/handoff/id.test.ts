import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { KeyId } from '../../grants/grant.ts'
import { type HandedSignIn, isAnswerable, makeSignInId, openSignInId } from './id.ts'

const NOON = 1_800_000_000
const keyId = 'a0b1c2d3' as KeyId
const keys = { current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) }
const random = (bytes: number) => randomBytes(bytes)

const signIn: HandedSignIn = {
  way: 'acme',
  onward: { pending: { asked: 'client_id=ledgerline&state=s3cret', startedAt: NOON }, act: null },
  browser: 'hash-of-the-browser',
  accountId: 'account-1',
  interactive: true,
  prompt: ['login'],
  authTimeAfter: NOON,
  locales: 'sv',
  startedAt: NOON,
}

test('an id opens to what was sealed in it and reveals none of it', () => {
  const id = makeSignInId({ keys, random }, signIn)
  assert.match(id, /^[A-Za-z0-9_-]+$/)
  const { answerId, expiresAt, continuationFor, ...opened } =
    openSignInId(keys, id) ?? assert.fail()
  assert.deepEqual(opened, signIn)
  const shown = Buffer.from(id, 'base64url').toString('latin1')
  for (const hidden of ['acme', 'ledgerline', 's3cret', 'hash-of-the-browser', 'account-1']) {
    assert.equal(shown.includes(hidden), false, hidden)
  }
})

test('two ids for the same sign-in differ, and so do their continuations', () => {
  const [one, other] = [1, 2].map(() => makeSignInId({ keys, random }, signIn))
  assert.ok(one !== undefined && other !== undefined)
  assert.notEqual(one, other)
  const [first, second] = [openSignInId(keys, one), openSignInId(keys, other)]
  assert.notEqual(first?.answerId, second?.answerId)
  assert.notEqual(first?.continuationFor('x'), second?.continuationFor('x'))
  assert.equal(first?.continuationFor('x'), openSignInId(keys, one)?.continuationFor('x'))
  assert.notEqual(first?.continuationFor('x'), first?.continuationFor('y'))
})

test('an id with any bit changed does not open', () => {
  const bytes = Buffer.from(makeSignInId({ keys, random }, signIn), 'base64url')
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes)
    changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8))
    assert.equal(openSignInId(keys, changed.toString('base64url')), undefined, `byte ${place}`)
  }
})

test('other text does not open: too short, another spelling, another server’s', () => {
  const id = makeSignInId({ keys, random }, signIn)
  const foreign = { current: keyId, secrets: new Map([[keyId, randomBytes(32)]]) }
  const others = [
    '',
    'x',
    id.slice(0, 40),
    id.slice(0, -1),
    `${id}A`,
    `${id}=`,
    ` ${id}`,
    `${id}\n`,
  ]
  for (const text of others) assert.equal(openSignInId(keys, text), undefined, JSON.stringify(text))
  assert.equal(openSignInId(foreign, id), undefined)
  assert.equal(openSignInId({ ...keys, secrets: new Map() }, id), undefined)
})

test('an id made with the previous key opens while that key is kept', () => {
  const id = makeSignInId({ keys, random }, signIn)
  const next = 'b0b1c2d3' as KeyId
  const rotated = { current: next, secrets: new Map([...keys.secrets, [next, randomBytes(32)]]) }
  assert.equal(openSignInId(rotated, id)?.way, 'acme')
})

test('an id can be answered for fifteen minutes, even on a node whose clock is slightly behind', () => {
  const opened = openSignInId(keys, makeSignInId({ keys, random }, signIn)) ?? assert.fail()
  assert.equal(opened.expiresAt, NOON + 900)
  for (const [now, expected] of [
    [NOON, true],
    [NOON + 899, true],
    [NOON + 900, false],
    [NOON - 60, true],
    [NOON - 61, false],
  ] as const) {
    assert.equal(isAnswerable(opened, now), expected, `${now - NOON}`)
  }
})
