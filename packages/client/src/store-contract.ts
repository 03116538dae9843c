/**
 * The contract of `TokenStore` as tests for `node:test`. The built-in stores pass them; call
 * `testTokenStore` in a test file to test your own store.
 */

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GrantRecord } from './grant-record.ts'
import type { TokenStore } from './stores/token-store.ts'

/**
 * `open` returns two handles to one empty store, as two processes would have, and a function that
 * cleans up.
 */
export function testTokenStore(
  name: string,
  open: () => Promise<{ one: TokenStore; other: TokenStore; close(): Promise<void> }>,
): void {
  function promise(title: string, check: (one: TokenStore, other: TokenStore) => Promise<void>) {
    it(title, async () => {
      const { one, other, close } = await open()
      try {
        await check(one, other)
      } finally {
        await close()
      }
    })
  }

  describe(`${name} keeps the promises of a token store`, () => {
    promise('a key that was never saved is not there', async (one) => {
      assert.equal(await one.load('nobody'), undefined)
    })

    promise('what was saved is read back whole, through any handle', async (one, other) => {
      for (const [place, record] of samples.entries()) {
        const key = `a key: ../${record.stage}${place} ü%00`
        assert.equal(await one.save(key, record, 0), true)
        assert.deepEqual(await other.load(key), { record, version: 1 })
      }
    })

    promise('a save counts the version up by one', async (one, other) => {
      for (let version = 0; version < 5; version++) {
        assert.equal(await one.save('k', ended(version), version), true)
        assert.deepEqual(await other.load('k'), { record: ended(version), version: version + 1 })
      }
    })

    promise('a save on an older or newer version changes nothing', async (one, other) => {
      await one.save('k', ended(1), 0)
      await one.save('k', ended(2), 1)
      for (const wrong of [0, 1, 3]) assert.equal(await other.save('k', ended(9), wrong), false)
      assert.deepEqual(await one.load('k'), { record: ended(2), version: 2 })
    })

    promise('nothing can be saved as a change where nothing is stored', async (one) => {
      assert.equal(await one.save('k', ended(1), 1), false)
      assert.equal(await one.load('k'), undefined)
    })

    promise('of many saves on one version exactly one wins', async (one, other) => {
      for (let version = 0; version < 5; version++) {
        const saves = Array.from({ length: 12 }, async (_, n) => ({
          n,
          won: await (n % 2 === 0 ? one : other).save('k', ended(n), version),
        }))
        const winners = (await Promise.all(saves)).filter(({ won }) => won)
        assert.equal(winners.length, 1)
        const record = ended(winners[0]?.n ?? -1)
        assert.deepEqual(await one.load('k'), { record, version: version + 1 })
      }
    })

    promise('keys do not touch each other', async (one, other) => {
      await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? one : other).save(`k${n}`, ended(n), 0),
        ),
      )
      for (let n = 0; n < 10; n++) assert.deepEqual((await one.load(`k${n}`))?.record, ended(n))
    })

    promise(
      'removing takes away the version that was seen, and no newer one',
      async (one, other) => {
        await one.save('k', ended(1), 0)
        await one.save('k', ended(2), 1)
        assert.equal(await other.remove('k', 1), false)
        assert.equal((await one.load('k'))?.version, 2)
        assert.equal(await other.remove('k', 2), true)
        assert.equal(await one.load('k'), undefined)
        assert.equal(await one.remove('k', 2), false)
      },
    )

    promise('a record handed out is a copy', async (one) => {
      const record = { stage: 'ended' as const, because: 'before', endedAt: 1 }
      await one.save('k', record, 0)
      record.because = 'after'
      assert.deepEqual((await one.load('k'))?.record, { ...record, because: 'before' })
    })
  })
}

function ended(endedAt: number): GrantRecord {
  return { stage: 'ended', because: 'invalid_grant', endedAt }
}

const tokens = {
  accessToken: 'an-access-token',
  refreshToken: 'a-refresh-token',
  scope: 'all "quoted" \\ ünï',
  expiresAt: 1_900_000_000_123,
  settledAt: 0,
}

const dpopKey = { kty: 'EC', crv: 'P-256', x: 'an-x', y: 'a-y', d: 'a-private-key' } as const

const samples: readonly GrantRecord[] = [
  { stage: 'live', tokens: { ...tokens, scope: null, expiresAt: null, refreshToken: null } },
  {
    stage: 'redeeming',
    presented: { kind: 'tokens', tokens },
    redemption: { idempotencyKey: 'a-key', attempts: 2, lease: { owner: 'o', until: 17 } },
  },
  { stage: 'live', tokens: { ...tokens, dpopKey } },
  ended(3),
]
