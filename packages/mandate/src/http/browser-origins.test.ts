import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClientDescription, makeClient } from '../clients/registration.ts'
import { StorageUnavailable } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import { createBrowserOrigins } from './browser-origins.ts'

function clientWith(redirectUri: string, more: Partial<ClientDescription> = {}): Client {
  const usual = { isPublic: true }
  const described = { name: 'App', redirectUris: [redirectUri], scope: 'all', ...usual, ...more }
  return makeClient(described, { clock: { now: () => 1 }, random: (n) => new Uint8Array(n) }).client
}

/** Origins of clients that can be changed, and a clock that is moved by hand. */
function setUp(...clients: Client[]) {
  const world = { clients, time: 0, reads: 0, isDown: false }
  const origins = createBrowserOrigins(
    {
      async list() {
        world.reads += 1
        if (world.isDown) throw new StorageUnavailable('down')
        return { rows: [...world.clients], next: null }
      },
    },
    () => world.time,
  )
  return { world, origins }
}

test('the origin of a registered redirect URI is one, whatever its path and port', async () => {
  const { origins } = setUp(
    clientWith('https://app.example/cb?x=1'),
    clientWith('https://confidential.example:4443', { isPublic: false }),
    clientWith('http://127.0.0.1/cb'),
    clientWith('http://[::1]:8080/cb'),
    clientWith('http://localhost:9000/cb', { isPublic: false }),
    clientWith('com.example.app:/cb'),
    { ...clientWith('https://off.example/cb'), disabledAt: 1 },
  )
  for (const origin of [
    'https://app.example',
    'https://confidential.example:4443',
    'http://127.0.0.1:51004',
    'http://127.0.0.1',
    'http://[::1]:1',
    'http://localhost:9000',
  ]) {
    assert.equal(await origins.includes(origin), true, origin)
  }
  for (const origin of [
    'http://app.example',
    'https://app.example:8443',
    'https://app.example.evil.example',
    'https://evil.example',
    'HTTPS://APP.EXAMPLE',
    'https://app.example/',
    'https://confidential.example',
    'https://127.0.0.1:51004',
    'http://localhost:9001',
    'https://off.example',
    'com.example.app:',
    'null',
    '*',
    '',
  ]) {
    assert.equal(await origins.includes(origin), false, origin)
  }
})

test('any number of unknown origins cost one reading a second', async () => {
  const { world, origins } = setUp(clientWith('https://app.example/cb'))
  await Promise.all(
    Array.from({ length: 500 }, (_, i) => origins.includes(`https://a${i}.example`)),
  )
  for (let i = 0; i < 500; i++) await origins.includes(`https://b${i}.example`)
  assert.equal(world.reads, 1)
  world.clients.push(clientWith('https://new.example/cb'))
  assert.equal(await origins.includes('https://new.example'), false)
  world.time = 1_000
  assert.equal(await origins.includes('https://new.example'), true)
  assert.equal(world.reads, 2)
})

test('a known origin is re-read after a minute, and goes with its client', async () => {
  const { world, origins } = setUp(clientWith('https://app.example/cb'))
  assert.equal(await origins.includes('https://app.example'), true)
  world.clients.length = 0
  world.time = 59_999
  assert.equal(await origins.includes('https://app.example'), true)
  assert.equal(world.reads, 1)
  world.time = 60_000
  assert.equal(await origins.includes('https://app.example'), false)
})

test('while the database is away, what was known stays', async () => {
  const { world, origins } = setUp(clientWith('https://app.example/cb'))
  await origins.includes('https://app.example')
  world.isDown = true
  world.time = 120_000
  assert.equal(await origins.includes('https://app.example'), true)
  assert.equal(await origins.includes('https://other.example'), false)
})
