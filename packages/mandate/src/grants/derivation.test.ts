import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bytesNamed,
  FIRST_KEY,
  SECOND_KEY,
  sampleGrant,
  sampleKeys,
} from '../../test/sample-grant.ts'
import { accessTokenClaims, confirmation, damage, damaged } from '../../test/token-arbitraries.ts'
import {
  accessTokenId,
  deriveAccessToken,
  deriveRedeemable,
  hashRetryKey,
  isAuthentic,
  type KeyRing,
  redemptionHash,
} from './derivation.ts'
import type { GrantId, KeyId } from './grant.ts'
import { formatToken, type ParsedToken, packClaims, parseToken } from './token.ts'

const grant = sampleGrant()
const keyId = fc.constantFrom(FIRST_KEY, SECOND_KEY)
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const live = fc.record({ generation: fc.nat({ max: 200_000 }), keyId })

test('what the server made for a grant it knows again as its own', () => {
  fc.assert(
    fc.property(live, accessTokenClaims, keyId, (which, claims, madeWith) => {
      const redeemable = read(deriveRedeemable(sampleKeys, grant, which))
      assert.equal(isAuthentic(sampleKeys, grant.seed, redeemable), true)
      assert.equal(redeemable.kind, which.generation === 0 ? 'ac' : 'rt')
      const text = deriveAccessToken(sampleKeys, grant, { ...claims, keyId: madeWith })
      assert.equal(isAuthentic(sampleKeys, grant.seed, read(text)), true)
    }),
  )
})

test('the same generation is the same text, however often it is derived (I4)', () => {
  fc.assert(
    fc.property(live, (which) => {
      // In between the row has moved on, and so has the key that new generations get.
      const later = sampleGrant({ scope: 'other', generation: which.generation + 1 })
      assert.equal(
        deriveRedeemable(sampleKeys, grant, which),
        deriveRedeemable({ ...sampleKeys, current: SECOND_KEY }, later, which),
      )
    }),
  )
})

test('another generation, grant, seed or key is another text', () => {
  const other = sampleGrant({ id: '000000000001bbbbbbbbbbbbbbbbbbbb' as GrantId })
  const reseeded = sampleGrant({ seed: bytesNamed('another seed') })
  const texts = [grant, other, reseeded].flatMap((each) =>
    [0, 1, 2, 3].flatMap((generation) =>
      [FIRST_KEY, SECOND_KEY].map((key) =>
        deriveRedeemable(sampleKeys, each, { generation, keyId: key }),
      ),
    ),
  )
  assert.equal(new Set(texts).size, 24)
})

test('the MAC is HMAC-SHA-256 under the server key of seed, kind and claims', () => {
  const token = read(deriveRedeemable(sampleKeys, grant, { generation: 7, keyId: FIRST_KEY }))
  const seven = Buffer.from([0, 0, 0, 7])
  const said = Buffer.concat([
    grant.seed,
    Buffer.from('rt'),
    Buffer.from(FIRST_KEY, 'hex'),
    Buffer.from(grant.id, 'hex'),
    seven,
  ])
  const expected = createHmac('sha256', bytesNamed('first key')).update(said).digest('hex')
  assert.equal(Buffer.from(token.mac).toString('hex'), expected)
})

test('one character changed, dropped, added, doubled or of the other case: not genuine', () => {
  fc.assert(
    fc.property(live, accessTokenClaims, damage, (which, claims, accident) => {
      const at = deriveAccessToken(sampleKeys, grant, { ...claims, keyId: which.keyId })
      for (const text of [deriveRedeemable(sampleKeys, grant, which), at]) {
        const copy = damaged(text, accident)
        if (copy === text) continue
        const parsed = parseToken(copy)
        assert.equal(parsed !== undefined && isAuthentic(sampleKeys, grant.seed, parsed), false)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('one bit of the MAC, the claims, the seed or the key: not genuine', () => {
  const token = read(deriveRedeemable(sampleKeys, grant, { generation: 1, keyId: FIRST_KEY }))
  const secret = bytesNamed('first key')
  const genuine = (changed: Partial<ParsedToken>, seed = grant.seed, key = secret) => {
    const keys = { current: FIRST_KEY, secrets: new Map([[FIRST_KEY, key]]) }
    return isAuthentic(keys, seed, { ...token, ...changed } as ParsedToken)
  }
  assert.equal(genuine({}), true)
  for (const mac of eachBitFlipped(token.mac)) assert.equal(genuine({ mac }), false)
  for (const signedPart of eachBitFlipped(token.signedPart)) {
    assert.equal(genuine({ signedPart }), false)
  }
  for (const seed of eachBitFlipped(grant.seed)) assert.equal(genuine({}, seed), false)
  for (const key of eachBitFlipped(secret)) assert.equal(genuine({}, grant.seed, key), false)
})

test('an attacker has to guess at least 160 bits (RFC 6749 §10.10)', () => {
  const token = read(deriveRedeemable(sampleKeys, grant, { generation: 1, keyId: FIRST_KEY }))
  // Each bit of the MAC counts (the test above), and each is as likely to be 0 as 1.
  assert.ok(token.mac.length * 8 >= 160)
  const generations = Array.from({ length: 400 }, (_, generation) => generation)
  const macs = generations.map(
    (generation) => read(deriveRedeemable(sampleKeys, grant, { generation, keyId: FIRST_KEY })).mac,
  )
  for (let bit = 0; bit < token.mac.length * 8; bit++) {
    const ones = macs.filter((mac) => ((mac[bit >> 3] ?? 0) >> (bit & 7)) & 1).length
    // Six standard deviations around the half.
    assert.ok(ones > 140 && ones < 260, `bit ${bit} is 1 in ${ones} of 400 tokens`)
  }
})

test('a code is no refresh token and no access token, nor the other way round', () => {
  const kinds = ['ac', 'rt', 'at'] as const
  const code = read(deriveRedeemable(sampleKeys, grant, { generation: 0, keyId: FIRST_KEY }))
  const refresh = read(deriveRedeemable(sampleKeys, grant, { generation: 1, keyId: FIRST_KEY }))
  const access = read(
    deriveAccessToken(sampleKeys, grant, {
      generation: 1,
      keyId: FIRST_KEY,
      issuedAt: 1_010,
      expiresAt: 1_310,
      narrowing: null,
    }),
  )
  for (const token of [code, refresh, access]) {
    for (const kind of kinds.filter((each) => each !== token.kind)) {
      const renamed = parseToken(formatToken(kind, token.signedPart, token.mac))
      const accepted = renamed !== undefined && isAuthentic(sampleKeys, grant.seed, renamed)
      assert.equal(accepted, false, `${token.kind} as ${kind}`)
    }
  }
})

test('who has a token in one binding cannot make it in another, or in none', () => {
  const bindings = fc.tuple(fc.option(confirmation), fc.option(confirmation))
  fc.assert(
    fc.property(live, accessTokenClaims, bindings, (which, claims, [held, wanted]) => {
      fc.pre(JSON.stringify(held) !== JSON.stringify(wanted))
      const redeemable = deriveRedeemable(sampleKeys, grant, { ...which, confirmation: held })
      const made = { ...claims, keyId: which.keyId, confirmation: held }
      for (const text of [redeemable, deriveAccessToken(sampleKeys, grant, made)]) {
        const token = read(text)
        assert.deepEqual(token.confirmation, held)
        const signedPart = packClaims({ ...token, confirmation: wanted })
        const rebound = read(formatToken(token.kind, signedPart, token.mac))
        assert.equal(isAuthentic(sampleKeys, grant.seed, rebound), false)
      }
    }),
  )
})

test('a redemption that binds its successor is repeated with the same key only', () => {
  const retryKey = fc.option(fc.string({ minLength: 1, maxLength: 255 }))
  const asked = fc.record({ retryKey, newlyBound: fc.option(confirmation) })
  fc.assert(
    fc.property(asked, asked, (one, other) => {
      const isSame = redemptionHash(grant.seed, one) === redemptionHash(grant.seed, other)
      assert.equal(isSame, JSON.stringify(one) === JSON.stringify(other))
    }),
  )
})

test('who has the database alone makes no token (I7)', () => {
  fc.assert(
    fc.property(live, bytes32, (which, guess) => {
      // The whole row is known; for the key there are only guesses, and what stands in the row.
      for (const key of [guess, grant.seed, new Uint8Array(32), Buffer.from(which.keyId)]) {
        const forger: KeyRing = { current: which.keyId, secrets: new Map([[which.keyId, key]]) }
        const forged = read(deriveRedeemable(forger, grant, which))
        assert.equal(isAuthentic(sampleKeys, grant.seed, forged), false)
      }
    }),
  )
})

test('who has the server keys alone makes no token (I7)', () => {
  fc.assert(
    fc.property(live, bytes32, (which, guess) => {
      const secret = sampleKeys.secrets.get(which.keyId) ?? guess
      for (const seed of [guess, secret, new Uint8Array(32), Buffer.from(grant.id, 'hex')]) {
        const forged = read(deriveRedeemable(sampleKeys, { id: grant.id, seed }, which))
        assert.equal(isAuthentic(sampleKeys, grant.seed, forged), false)
      }
    }),
  )
})

test('retiring a key ends what it made and nothing else', () => {
  const first = { generation: 1, keyId: FIRST_KEY }
  const second = { generation: 1, keyId: SECOND_KEY }
  const left: KeyRing = {
    current: SECOND_KEY,
    secrets: new Map([[SECOND_KEY, bytesNamed('second key')]]),
  }
  const ended = read(deriveRedeemable(sampleKeys, grant, first))
  const kept = read(deriveRedeemable(sampleKeys, grant, second))
  assert.equal(isAuthentic(left, grant.seed, ended), false)
  assert.equal(isAuthentic(left, grant.seed, kept), true)
  assert.throws(() => deriveRedeemable(left, grant, first), {
    name: 'KeyRetired',
    message: new RegExp(FIRST_KEY),
  })
})

test('a key that comes with a known name but other bytes makes nothing genuine', () => {
  const impostor: KeyRing = {
    current: FIRST_KEY,
    secrets: new Map<KeyId, Uint8Array>([[FIRST_KEY, bytesNamed('not the first key')]]),
  }
  const token = read(deriveRedeemable(impostor, grant, { generation: 1, keyId: FIRST_KEY }))
  assert.equal(isAuthentic(sampleKeys, grant.seed, token), false)
})

test('the name of an access token tells one from another and nothing of their text', () => {
  fc.assert(
    fc.property(accessTokenClaims, accessTokenClaims, (one, other) => {
      const text = deriveAccessToken(sampleKeys, grant, { ...one, keyId: FIRST_KEY })
      const another = deriveAccessToken(sampleKeys, grant, { ...other, keyId: SECOND_KEY })
      const name = accessTokenId(text)
      // 27 digits of 6 bits are 162.
      assert.match(name, /^[A-Za-z0-9_-]{27}$/)
      assert.equal(accessTokenId(text), name)
      assert.notEqual(accessTokenId(another), name)
      assert.equal(text.includes(name), false)
    }),
  )
})

test('the row keeps of an Idempotency-Key what no other grant and no other key would leave', () => {
  const key = fc.string({ minLength: 1, maxLength: 255 })
  const same = (one: Uint8Array, other: Uint8Array) => Buffer.from(one).equals(other)
  fc.assert(
    fc.property(fc.tuple(bytes32, key), fc.tuple(bytes32, key), ([seed, sent], [seed2, sent2]) => {
      const kept = hashRetryKey(seed, sent)
      assert.match(kept, /^[A-Za-z0-9_-]{43}$/)
      assert.equal(hashRetryKey(Uint8Array.from(seed), sent), kept)
      assert.equal(hashRetryKey(seed, sent2) === kept, sent === sent2)
      assert.equal(hashRetryKey(seed2, sent) === kept, same(seed, seed2))
    }),
  )
})

function read(text: string): ParsedToken {
  const parsed = parseToken(text)
  assert.ok(parsed !== undefined, 'the server cannot read its own token')
  return parsed
}

function eachBitFlipped(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) =>
    bytes.map((byte, place) => (place === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
  )
}
