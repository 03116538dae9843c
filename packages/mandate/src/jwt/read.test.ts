import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { test } from 'node:test'
import { type JwtRules, parseJwt, publicKeys, readJwt } from './read.ts'
import { JwtRefused } from './refused.ts'

const NOW = 1_700_000_000
const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const secret = Buffer.alloc(32, 7)

const jwkOf = ({ publicKey }: { publicKey: KeyObject }, more: object = {}) => ({
  ...publicKey.export({ format: 'jwk' }),
  ...more,
})
const set = await publicKeys({ keys: [jwkOf(ours, { kid: 'a' }), jwkOf(rsa, { kid: 'r' })] })
const rules: JwtRules = {
  algorithms: ['ES256', 'RS256', 'HS256'],
  keys: { are: 'public', set },
  audience: ['https://as.example'],
  requiredClaims: ['jti'],
  maxLifetimeSeconds: 300,
  now: NOW,
}
const usual = { aud: 'https://as.example', jti: '1', exp: NOW + 60 }

/** Written by hand: a library would refuse to make most of these. */
function signed(claims: unknown, header: object = {}, key: KeyObject = ours.privateKey): string {
  const input = inputOf({ alg: 'ES256', kid: 'a', ...header }, claims)
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

function inputOf(header: unknown, claims: unknown): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
}

function hmac(header: object, key: string | Buffer): string {
  const input = inputOf({ alg: 'HS256', ...header }, usual)
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

async function problemOf(text: string, changed: Partial<JwtRules> = {}): Promise<string> {
  try {
    await readJwt(text, { ...rules, ...changed })
    return 'none'
  } catch (error) {
    assert.ok(error instanceof JwtRefused, String(error))
    return error.message
  }
}

test('a JWT signed with one of the keys is read, with or without a kid', async () => {
  assert.deepEqual((await readJwt(signed(usual), rules)).claims, usual)
  assert.equal(await problemOf(signed(usual, { kid: undefined })), 'none')
  const several = await publicKeys({ keys: [jwkOf(theirs), jwkOf(ours), jwkOf(rsa)] })
  const keys = { are: 'public', set: several } as const
  assert.equal(await problemOf(signed(usual, { kid: undefined }), { keys }), 'none')
  assert.equal(
    await problemOf(signed(usual, { kid: undefined }, rsa.privateKey), { keys }),
    'signature',
  )
  const rs256 = { alg: 'RS256', kid: 'r' }
  assert.equal(await problemOf(signed(usual, rs256, rsa.privateKey)), 'none')
})

test('one of several shared secrets is enough', async () => {
  const keys = { are: 'secrets', secrets: [Buffer.alloc(32, 1), secret] } as const
  assert.equal(await problemOf(hmac({}, secret), { keys }), 'none')
  assert.equal(await problemOf(hmac({}, 'other'), { keys }), 'signature')
  assert.equal(await problemOf(signed(usual), { keys }), 'algorithm')
})

test('no header makes another signature acceptable (RFC 8725 §3)', async () => {
  const pem = ours.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const own = { jwk: jwkOf(theirs) }
  const hostile: readonly (readonly [text: string, problem: string])[] = [
    [`${inputOf({ alg: 'none' }, usual)}.`, 'unsigned'],
    [`${inputOf({ alg: 'None' }, usual)}.AAAA`, 'unsigned'],
    [hmac({}, pem), 'algorithm'],
    [hmac({ kid: 'a' }, JSON.stringify(jwkOf(ours))), 'algorithm'],
    [signed(usual, { alg: 'ES384' }), 'algorithm'],
    [signed(usual, { alg: 7 }), 'malformed'],
    [signed(usual, own, theirs.privateKey), 'embedded_key'],
    [signed(usual, { jku: 'https://evil.test/' }), 'embedded_key'],
    [signed(usual, { x5u: 'https://evil.test/' }), 'embedded_key'],
    [signed(usual, { x5c: ['AAAA'] }, theirs.privateKey), 'signature'],
    [signed(usual, { crit: ['exp'], exp: 1 }), 'extension'],
    [signed(usual, { b64: false, crit: ['b64'] }), 'extension'],
    [signed(usual, { cty: 'JWT' }), 'nested'],
    [signed(usual, { kid: 'b' }), 'no_key'],
    [signed(usual, { kid: 'r' }), 'no_key'],
    [signed(usual, {}, theirs.privateKey), 'signature'],
    [signed(usual).slice(0, -2), 'signature'],
    [signed(usual).replace('.', '..'), 'malformed'],
    [`${inputOf({ alg: 'ES256' }, usual)}.a.b.c`, 'encrypted'],
    [signed([usual]), 'malformed'],
    [signed(null), 'malformed'],
    [signed({ ...usual, padding: 'x'.repeat(20_000) }), 'too_long'],
    [inputOf({ alg: 'ES256' }, usual), 'malformed'],
    ['', 'malformed'],
  ]
  for (const [text, problem] of hostile) assert.equal(await problemOf(text), problem, text)
})

test('claims have to be there, and right, at the right time', async () => {
  const { aud, jti, exp } = usual
  const cases: readonly (readonly [claims: object, problem: string])[] = [
    [{ jti, exp }, 'missing_claim: aud'],
    [{ aud, exp }, 'missing_claim: jti'],
    [{ aud, jti }, 'missing_claim: exp'],
    [{ ...usual, aud: 'https://other.example' }, 'claim: aud'],
    [{ ...usual, aud: ['https://other.example', aud] }, 'none'],
    [{ ...usual, exp: NOW - 31 }, 'expired: exp'],
    [{ ...usual, exp: NOW - 29 }, 'none'],
    [{ ...usual, exp: String(exp) }, 'claim: exp'],
    [{ ...usual, exp: NOW + 331 }, 'too_long_valid: exp'],
    [{ ...usual, exp: 1e300 }, 'too_long_valid: exp'],
    [{ ...usual, nbf: NOW + 10, iat: NOW + 10 }, 'none'],
    [{ ...usual, nbf: NOW + 61 }, 'not_yet: nbf'],
    [{ ...usual, iat: NOW + 61 }, 'not_yet: iat'],
    [{ ...usual, iat: 'now' }, 'claim: iat'],
  ]
  for (const [claims, problem] of cases) {
    assert.equal(await problemOf(signed(claims)), problem, JSON.stringify(claims))
  }
  const aged = { maxAgeSeconds: 60 }
  assert.equal(await problemOf(signed(usual), aged), 'missing_claim: iat')
  assert.equal(await problemOf(signed({ ...usual, iat: NOW - 91 }), aged), 'too_old: iat')
  const party = { issuer: 'c', subject: 'c', typ: 'a+jwt' }
  assert.equal(await problemOf(signed(usual), party), 'typ')
  assert.equal(await problemOf(signed(usual, { typ: 'a+jwt' }), party), 'missing_claim: iss')
  const other = signed({ ...usual, iss: 'c', sub: 'd' }, { typ: 'application/a+jwt' })
  assert.equal(await problemOf(other, party), 'claim: sub')
})

test('a key that cannot be imported is as good as none', async () => {
  const broken = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }
  const keys = { are: 'public', set: await publicKeys({ keys: [broken] }) } as const
  assert.equal(await problemOf(signed(usual, { kid: undefined }), { keys }), 'no_key')
})

test('the parts are readable before the signature is checked', () => {
  assert.deepEqual(parseJwt(signed(usual, {}, theirs.privateKey)).claims, usual)
})
