import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import {
  accessTokenClaims,
  anyClaims,
  damage,
  damaged,
  mac,
  redeemableClaims,
} from '../../test/token-arbitraries.ts'
import type { GrantId, KeyId } from './grant.ts'
import {
  formatToken,
  hasChecksum,
  packClaims,
  parseToken,
  type TokenClaims,
  withChecksum,
} from './token.ts'

const zeroMac = new Uint8Array(32)
const code: TokenClaims = {
  kind: 'ac',
  keyId: '00000001' as KeyId,
  grantId: '000000000001aaaaaaaaaaaaaaaaaaaa' as GrantId,
  generation: 0,
  confirmation: null,
}

test('a token says what it was made with, claim by claim', () => {
  fc.assert(
    fc.property(anyClaims, mac, (claims, itsMac) => {
      const parsed = parseToken(format(claims, itsMac))
      assert.ok(parsed !== undefined)
      const { signedPart, mac: readMac, ...read } = parsed
      assert.deepEqual(read, claims)
      assert.deepEqual(new Uint8Array(readMac), itsMac)
      assert.deepEqual(new Uint8Array(signedPart), new Uint8Array(packClaims(claims)))
    }),
  )
})

test('a token names its kind, is URL-safe and needs no encoding anywhere', () => {
  fc.assert(
    fc.property(anyClaims, mac, (claims, itsMac) => {
      const text = format(claims, itsMac)
      assert.match(text, /^mdt_(ac|rt|at)_[A-Za-z0-9_-]+$/)
      assert.equal(text.slice(4, 6), claims.kind)
      assert.equal(encodeURIComponent(text), text)
    }),
  )
})

test('a token ends in the CRC-32 of the text before it, in six base-62 digits', () => {
  // The check value that every description of CRC-32 gives: CBF43926.
  assert.equal(crc32BitByBit('123456789'), 0xcbf4_3926)
  fc.assert(
    fc.property(anyClaims, mac, (claims, itsMac) => {
      const text = format(claims, itsMac)
      const body = text.slice(0, -6)
      assert.equal(text.slice(-6), base62(crc32BitByBit(body)))
    }),
  )
})

test('a text that does not end in its own checksum is known as such', () => {
  assert.equal(hasChecksum(withChecksum('mdt_cs_x')), true)
  assert.equal(hasChecksum(withChecksum('')), false, 'a checksum alone is no token')
  assert.equal(hasChecksum('mdt_cs_x'), false)
  assert.equal(hasChecksum(''), false)
})

test('one character changed, or of the other case: not a token', () => {
  fc.assert(
    fc.property(anyClaims, mac, damage, (claims, itsMac, accident) => {
      fc.pre(accident.kind === 'changed' || accident.kind === 'other case')
      const text = format(claims, itsMac)
      const copy = damaged(text, accident)
      fc.pre(copy !== text)
      assert.equal(parseToken(copy), undefined, copy)
    }),
    { numRuns: 1_000 },
  )
})

test('a token cut short or carried on: not a token', () => {
  const text = format(code, zeroMac)
  for (let length = 0; length < text.length; length++) {
    assert.equal(parseToken(text.slice(0, length)), undefined)
    assert.equal(parseToken(text.slice(text.length - length)), undefined)
  }
  for (const more of [' ', '\n', 'A', '=', '%20', '\0', text]) {
    assert.equal(parseToken(text + more), undefined, JSON.stringify(more))
    assert.equal(parseToken(more + text), undefined, JSON.stringify(more))
  }
})

test('the checksum is for accidents only: with it made right, the length still has to be', () => {
  const payload = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64url')
  const isToken = (kind: string, bytes: number) =>
    parseToken(withChecksum(`mdt_${kind}_${payload(bytes)}`)) !== undefined
  const lengths = Array.from({ length: 80 }, (_, bytes) => bytes)
  // 24 bytes say which grant, 32 are the MAC.
  assert.deepEqual(
    lengths.filter((bytes) => isToken('ac', bytes)),
    [56],
  )
  assert.deepEqual(
    lengths.filter((bytes) => isToken('rt', bytes)),
    [56],
  )
  // An access token has a version and two times as well; the claims after them have a form of their own.
  assert.deepEqual(
    lengths.filter((bytes) => parseToken(accessTokenOf(Buffer.alloc(bytes, 1))) !== undefined),
    [65],
  )
  assert.deepEqual(
    ['cs', 'AC', 'at ', 'xx', ''].filter((kind) => isToken(kind, 56)),
    [],
  )
})

test('an access token of another version is refused, not read as if it were of this one', () => {
  const token = Buffer.alloc(65, 1)
  for (let version = 0; version < 256; version++) {
    token.writeUInt8(version, 24)
    assert.equal(
      parseToken(accessTokenOf(token)) !== undefined,
      version === 1,
      `version ${version}`,
    )
  }
})

test('an access token with a claim that this program does not know is refused', () => {
  const cnf = claim(3, `jkt:${'A'.repeat(43)}`)
  const scope = claim(1, 'all')
  const resource = claim(2, 'https://api.example')
  const readable = (...claims: readonly Buffer[]) =>
    parseToken(accessTokenOf(Buffer.concat([Buffer.alloc(33, 1), ...claims, Buffer.alloc(32)]))) !==
    undefined
  assert.deepEqual([readable(), readable(scope), readable(scope, resource)], [true, true, true])
  for (let tag = 0; tag < 256; tag++) {
    if (tag !== 2)
      assert.equal(readable(scope, claim(tag, 'x')), false, `tag ${tag} after the scope`)
    if (tag !== 1) assert.equal(readable(claim(tag, 'x')), false, `tag ${tag} alone`)
  }
  assert.deepEqual(
    [readable(cnf), readable(scope, cnf), readable(resource, cnf)],
    [true, true, false],
  )
  assert.equal(readable(cnf, scope), false, 'the binding before the scope')
  assert.equal(readable(resource, scope), false, 'claims in another order')
  assert.equal(readable(scope, scope), false, 'a claim twice')
  assert.equal(readable(scope.subarray(0, 2)), false, 'a claim cut short')
  assert.equal(readable(scope, resource.subarray(0, -1)), false, 'a value cut short')
})

test('a code or refresh token may name the key it is bound to, and nothing else', () => {
  const cnf = claim(3, `x5t:${'_'.repeat(42)}8`)
  for (const kind of ['ac', 'rt'] as const) {
    const read = (...claims: readonly Buffer[]) =>
      parseToken(
        withChecksum(
          `mdt_${kind}_${Buffer.concat([Buffer.alloc(24, 1), ...claims, zeroMac]).toString('base64url')}`,
        ),
      )
    assert.deepEqual(read(cnf)?.confirmation, {
      by: 'certificate',
      thumbprint: `${'_'.repeat(42)}8`,
    })
    assert.equal(read()?.confirmation, null)
    assert.equal(read(claim(1, 'all')), undefined)
    assert.equal(read(claim(1, 'all'), cnf), undefined)
    for (const text of ['', 'jkt:', 'jwk:', 'JKT:']
      .map((start) => start + 'A'.repeat(43))
      .concat(`jkt:${'A'.repeat(42)}`, `jkt:${'A'.repeat(42)}B`, `jkt:${'A'.repeat(43)} `)) {
      const isOne = text === `jkt:${'A'.repeat(43)}`
      assert.equal(read(claim(3, text)) !== undefined, isOne, text)
    }
  }
})

test('without a binding, a token is written byte for byte as before there were any', () => {
  const bare = packClaims(code)
  assert.equal(bare.toString('hex'), `00000001000000000001${'a'.repeat(20)}00000000`)
  const access: TokenClaims = {
    ...code,
    ...{ kind: 'at', issuedAt: 1, expiresAt: 2, narrowing: null },
  }
  assert.equal(packClaims(access).toString('hex'), `${bare.toString('hex')}010000000100000002`)
  const narrowed = packClaims({ ...access, narrowing: { scope: 'all', resource: [] } })
  assert.equal(
    narrowed.toString('hex'),
    `${packClaims(access).toString('hex')}010003${Buffer.from('all').toString('hex')}`,
  )
})

test('the same bytes have no second spelling', () => {
  const text = format(code, zeroMac)
  const encoded = text.slice('mdt_ac_'.length, -6)
  // 56 bytes leave two bits of the last digit unused; a lenient decoder would ignore them.
  const twins = ['B', 'C', 'D'].map((digit) => encoded.slice(0, -1) + digit)
  assert.deepEqual(
    [encoded, ...twins].map((each) => Buffer.from(each, 'base64url').toString('hex')),
    Array.from({ length: 4 }, () => Buffer.from(encoded, 'base64url').toString('hex')),
  )
  for (const twin of [...twins, `${encoded}=`, `${encoded.replaceAll('A', '+')}`]) {
    assert.equal(parseToken(withChecksum(`mdt_ac_${twin}`)), undefined, twin)
  }
})

test('whatever is read as a token is written the same way again', () => {
  const nearly = fc
    .tuple(anyClaims, mac, fc.array(damage, { maxLength: 3 }))
    .map(([claims, itsMac, accidents]) =>
      withChecksum(accidents.reduce(damaged, format(claims, itsMac).slice(0, -6))),
    )
  let read = 0
  fc.assert(
    fc.property(nearly, (text) => {
      const parsed = parseToken(text)
      if (parsed === undefined) return
      read++
      assert.equal(formatToken(parsed.kind, parsed.signedPart, parsed.mac), text)
    }),
    { numRuns: 1_000 },
  )
  assert.ok(read > 100, 'too few of the texts were tokens to say anything')
})

test('no text from outside makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
      assert.equal(parseToken(text), undefined)
      assert.equal(parseToken(`mdt_rt_${text}`), undefined)
      assert.equal(parseToken(`mdt_at_${withChecksum(text)}`), undefined)
    }),
  )
})

test('two tokens with other claims are other texts, even under one MAC', () => {
  const claims = fc.oneof(redeemableClaims, accessTokenClaims)
  fc.assert(
    fc.property(claims, claims, (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      assert.equal(format(one, zeroMac) === format(other, zeroMac), same)
    }),
  )
})

function accessTokenOf(payload: Buffer): string {
  return withChecksum(`mdt_at_${payload.toString('base64url')}`)
}

function claim(tag: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([tag, 0, text.length]), Buffer.from(text)])
}

function format(claims: TokenClaims, itsMac: Uint8Array): string {
  return formatToken(claims.kind, packClaims(claims), itsMac)
}

function sorted(claims: TokenClaims): readonly (readonly [string, unknown])[] {
  return Object.entries(claims).sort(([one], [other]) => one.localeCompare(other))
}

/** CRC-32 as RFC 1952 §8 defines it, one bit at a time. */
function crc32BitByBit(text: string): number {
  let remainder = 0xffff_ffff
  for (const byte of Buffer.from(text, 'utf8')) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder >>> 1) ^ ((remainder & 1) === 1 ? 0xedb8_8320 : 0)
    }
  }
  return ~remainder >>> 0
}

/** Six digits of 0-9, A-Z, a-z, the most significant first. */
function base62(value: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return [5, 4, 3, 2, 1, 0]
    .map((place) => digits.charAt(Math.floor(value / 62 ** place) % 62))
    .join('')
}
