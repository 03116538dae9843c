import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newClientKey } from '../../test/client-proofs.ts'
import { ClientKeysRefused, createClientKeys } from './keys.ts'

const ADDRESS = 'https://client.example/jwks'
const metadata = { jwks_uri: ADDRESS }
const [first, second] = [newClientKey('first').jwk, newClientKey('second').jwk]

/** A server whose answer the test chooses. */
function openKeys() {
  const state = { now: 1_000, asked: 0, maxAge: 600, keys: [first], fails: false }
  let release: (() => void) | undefined
  const slow = { begin: () => {}, end: () => release?.() }
  const fetch = async () => {
    state.asked += 1
    await waiting
    if (state.fails) throw new Error('client.example did not answer.')
    const headers = { 'cache-control': `public, max-age=${state.maxAge}` }
    return Response.json({ keys: state.keys }, { headers })
  }
  let waiting: Promise<void> | undefined
  slow.begin = () => {
    waiting = new Promise((resolve) => {
      release = resolve
    })
  }
  const keys = createClientKeys({ fetch, clock: { now: () => state.now } })
  const kids = async () => (await keys.of({ metadata })).keys.map(({ kid }) => kid)
  return { state, keys, kids, slow }
}

test('fetched keys are kept as long as their server says, at least a minute, at most an hour', async () => {
  for (const [maxAge, kept] of [
    [0, 60],
    [600, 600],
    [86_400, 3_600],
  ] as const) {
    const { state, kids } = openKeys()
    state.maxAge = maxAge
    await kids()
    state.keys = [second]
    state.now += kept - 1
    assert.deepEqual([await kids(), state.asked], [['first'], 1])
    state.now += 1
    assert.deepEqual([await kids(), state.asked], [['second'], 2])
  }
})

test('while they cannot be fetched again the old ones go on, for a day at most', async () => {
  const { state, kids } = openKeys()
  await kids()
  state.fails = true
  state.now += 86_399
  assert.deepEqual(await kids(), ['first'])
  state.now += 1
  await assert.rejects(kids(), (error) => {
    assert.ok(error instanceof ClientKeysRefused)
    assert.match(error.message, /did not answer/)
    return true
  })
  state.fails = false
  state.now += 60
  assert.deepEqual(await kids(), ['first'])
})

test('many requests share one fetch, and too many do not wait', async () => {
  const { state, kids, slow } = openKeys()
  slow.begin()
  const asked = Array.from({ length: 60 }, () => kids())
  const outcomes = Promise.allSettled(asked)
  await new Promise(setImmediate)
  slow.end()
  const found = (await outcomes).filter(({ status }) => status === 'fulfilled')
  assert.deepEqual([found.length, state.asked], [50, 1])
})

test('a new kid is fetched at once, but an inventor of kids causes few fetches', async () => {
  const { state, keys, kids } = openKeys()
  await kids()
  state.keys = [first, second]
  assert.equal((await keys.afresh({ metadata }))?.keys.length, 2)
  for (let times = 0; times < 20; times++) await keys.afresh({ metadata })
  assert.equal(state.asked, 6)
  assert.equal(await keys.afresh({ metadata }), undefined)
  state.now += 60
  assert.notEqual(await keys.afresh({ metadata }), undefined)
})

test('registered keys are not fetched', async () => {
  const { state, keys } = openKeys()
  const registered = { metadata: { jwks: { keys: [second] } } }
  assert.deepEqual((await keys.of(registered)).keys, [second])
  assert.equal(await keys.afresh(registered), undefined)
  assert.equal(state.asked, 0)
})

test('an answer that is no set of keys is a sentence for the operator', async () => {
  for (const [answer, says] of [
    [() => new Response('gone', { status: 404 }), /answered with the status 404/],
    [() => new Response('<html>'), /has no JSON Web Key Set/],
    [() => Response.json({ keys: 'none' }), /has no JSON Web Key Set/],
  ] as const) {
    const keys = createClientKeys({ fetch: async () => answer(), clock: { now: () => 1 } })
    await assert.rejects(keys.of({ metadata }), says)
  }
})
