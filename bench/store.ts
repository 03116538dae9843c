/**
 * What gathering is worth: durable advances (the compare-and-set of a refresh) and reads per
 * second, issued one by one and with many in flight, in one run on one file.
 *
 *     node_modules/.bin/node bench/store.ts [in flight] [seconds]
 *
 * The ratio is what to look at; the rates belong to the machine and its disk.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Grant, GrantId, KeyId } from '../packages/mandate/src/grants/grant.ts'
import type { Store } from '../packages/mandate/src/store/port.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'

const GRANTS = 10_000
const [inFlight = 64, seconds = 3] = process.argv.slice(2).map(Number)

const directory = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
const store = await openSqliteStore({ path: join(directory, 'mandate.db') })
try {
  await fill(store)
  const generations = new Array<number>(GRANTS).fill(0)
  let next = 0

  const advance = async () => {
    const place = next++ % GRANTS
    const from = generations[place] ?? 0
    generations[place] = from + 1
    const won = await store.grants.advance({
      id: grantId(place),
      from,
      to: from + 1,
      keyId: '0000000a' as KeyId,
      expiresAt: 2_000_000_000,
      redeemedAt: 1_700_000_000,
      retryKeyHash: null,
    })
    if (!won) throw new Error('an advance was lost')
  }
  const find = async () => {
    if ((await store.grants.find(grantId(next++ % GRANTS))) === undefined) {
      throw new Error('a grant was not found')
    }
  }

  for (const [name, act] of Object.entries({ advance, find })) {
    const alone = await measure(1, act)
    const together = await measure(inFlight, act)
    report(`${name}, one by one`, alone)
    report(`${name}, ${inFlight} in flight`, together)
    console.log(`${name}: ${(together.rate / alone.rate).toFixed(1)} times as many when gathered\n`)
  }
} finally {
  await store.close()
  rmSync(directory, { recursive: true })
}

interface Measured {
  /** Per second. */
  readonly rate: number
  /** Processor time of one act, in microseconds. */
  readonly cost: number
}

async function measure(lanes: number, act: () => Promise<void>): Promise<Measured> {
  let acts = 0
  const started = performance.now()
  const processor = process.cpuUsage()
  const end = started + seconds * 1000
  const lane = async () => {
    while (performance.now() < end) {
      await act()
      acts++
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const used = process.cpuUsage(processor)
  return {
    rate: (acts * 1000) / (performance.now() - started),
    cost: (used.user + used.system) / acts,
  }
}

function report(name: string, { rate, cost }: Measured): void {
  const perSecond = Math.round(rate).toLocaleString('en')
  console.log(`${name.padEnd(24)} ${perSecond.padStart(8)}/s  ${cost.toFixed(1).padStart(6)} µs`)
}

function grantId(place: number): GrantId {
  return place.toString(16).padStart(32, '0') as GrantId
}

async function fill(store: Store): Promise<void> {
  await store.clients.insert({
    id: 'client',
    name: 'Client',
    redirectUris: ['https://client.example/callback'],
    scope: 'all',
    secretHash: '0'.repeat(64),
    previousSecretHash: null,
    previousSecretExpiresAt: null,
    trusted: false,
    requirePkce: false,
    refreshRetrySeconds: 0,
    defaultResources: [],
    allowedSchemes: [],
    createdAt: 1_700_000_000,
    disabledAt: null,
  })
  await store.accounts.insert({
    id: 'account',
    email: 'ada@example.com',
    emailKey: 'ada@example.com',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    createdAt: 1_700_000_000,
    disabledAt: null,
  })
  const grants = Array.from({ length: GRANTS }, (_, place) => store.grants.insert(grant(place)))
  await Promise.all(grants)
}

function grant(place: number): Grant {
  return {
    id: grantId(place),
    clientId: 'client',
    accountId: 'account',
    scope: 'all',
    resource: [],
    seed: new Uint8Array(32),
    redirectUri: 'https://client.example/callback',
    codeChallenge: null,
    authTime: 1_700_000_000,
    createdAt: 1_700_000_000,
    generation: 0,
    keyId: '0000000a' as KeyId,
    expiresAt: 2_000_000_000,
    redeemedAt: null,
    retryKeyHash: null,
    revokedAt: null,
    revokedBecause: null,
  }
}
