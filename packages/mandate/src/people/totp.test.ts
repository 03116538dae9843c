import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { KeyRing } from '../grants/derivation.ts'
import type { KeyId } from '../grants/grant.ts'
import {
  decryptSecret,
  encryptSecret,
  newTotpSecret,
  readSecret,
  spelledSecret,
  stepOfCode,
  totpUri,
} from './totp.ts'

/** RFC 6238 Appendix B, with the last six of the eight digits. */
const RFC_SECRET = Buffer.from('12345678901234567890')
const RFC_CODES = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
] as const

test('the codes of RFC 6238 are right in their step, the one before and the one after', () => {
  for (const [time, code] of RFC_CODES) {
    const step = Math.floor(time / 30)
    const expected = { step, expiresAt: (step + 2) * 30 }
    for (const at of [step * 30 - 30, time, (step + 2) * 30 - 1]) {
      assert.deepEqual(stepOfCode(RFC_SECRET, code, at), expected)
    }
    assert.equal(stepOfCode(RFC_SECRET, code, step * 30 - 31), undefined)
    assert.equal(stepOfCode(RFC_SECRET, code, expected.expiresAt), undefined)
  }
})

test('anything but six digits is no code', () => {
  for (const code of ['', '28708', '0287082', ' 287082', '287082\n', '２８７０８２', '-87082']) {
    assert.equal(stepOfCode(RFC_SECRET, code, 59), undefined, JSON.stringify(code))
  }
})

test('an app learns the issuer, the account and the secret, whatever the names contain', () => {
  const names = { issuer: 'Ac:me & Söhne', account: 'a:b@x.example?c=d' }
  const uri = new URL(totpUri(RFC_SECRET, names))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(uri.pathname), '/Ac me & Söhne:a b@x.example?c=d')
  assert.equal(uri.searchParams.get('issuer'), 'Ac me & Söhne')
  assert.equal(uri.searchParams.get('secret'), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
})

test('a secret is spelled for typing and read again', () => {
  const secret = newTotpSecret((bytes) => randomBytes(bytes))
  assert.deepEqual(readSecret(spelledSecret(secret)), new Uint8Array(secret))
  for (const other of ['', 'GEZDGNBV', `${'A'.repeat(31)}1`]) {
    assert.equal(readSecret(other), undefined)
  }
})

test('an encrypted secret is readable for its account with its key only', () => {
  const old = ringOf('aaaaaaaa')
  const context = { keys: old, random: (bytes: number) => randomBytes(bytes) }
  const kept = {
    accountId: 'ada',
    ...encryptSecret(context, { accountId: 'ada', secret: RFC_SECRET }),
  }
  assert.ok(!Buffer.from(kept.secret).includes(RFC_SECRET))
  assert.deepEqual(decryptSecret(old, kept), new Uint8Array(RFC_SECRET))
  const rotated: KeyRing = {
    current: 'bbbbbbbb' as KeyId,
    secrets: new Map([...old.secrets, ...ringOf('bbbbbbbb').secrets]),
  }
  assert.deepEqual(decryptSecret(rotated, kept), new Uint8Array(RFC_SECRET))
  assert.equal(decryptSecret(ringOf('bbbbbbbb'), kept), undefined, 'retired')
  assert.equal(decryptSecret(ringOf('aaaaaaaa'), kept), undefined, 'another key')
  assert.equal(decryptSecret(old, { ...kept, accountId: 'eve' }), undefined, 'moved')
  for (const place of [0, 15, 30]) {
    const damaged = Uint8Array.from(kept.secret, (byte, index) =>
      index === place ? byte ^ 1 : byte,
    )
    assert.equal(decryptSecret(old, { ...kept, secret: damaged }), undefined)
  }
  assert.equal(decryptSecret(old, { ...kept, secret: kept.secret.subarray(0, 28) }), undefined)
})

function ringOf(id: string): KeyRing {
  return { current: id as KeyId, secrets: new Map([[id as KeyId, randomBytes(32)]]) }
}
