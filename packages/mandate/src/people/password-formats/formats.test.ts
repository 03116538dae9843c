import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HashProblem } from './format.ts'
import { acceptHash, isKnown, PASSWORD_FORMATS, readHash } from './formats.ts'
import { compareHere } from './slow.ts'

interface Vector {
  /** The implementation that made it; `make.py` beside the file has the commands. */
  readonly by: string
  readonly password: string
  readonly hash: string
  readonly format?: string
}

const file = new URL('../../../test/password-hashes/vectors.json', import.meta.url)
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, 'utf8'))

const slowly = compareHere

function accepted({ hash, format }: Pick<Vector, 'hash' | 'format'>): string {
  const outcome = acceptHash(hash, format)
  assert.ok(outcome.is === 'accepted', `${hash}: ${JSON.stringify(outcome)}`)
  return outcome.stored
}

async function matches(password: string, stored: string): Promise<boolean> {
  const read = readHash(stored)
  return typeof read === 'object' && (await read.matches(password, slowly))
}

for (const by of new Set(vectors.map((vector) => vector.by))) {
  test(`a hash made by ${by} matches its password and no other`, async () => {
    for (const vector of vectors.filter((other) => other.by === by)) {
      const stored = accepted(vector)
      assert.ok(isKnown(stored))
      const { password } = vector
      assert.equal(await matches(password, stored), true, stored)
      // bcrypt uses only the first 72 bytes.
      for (const wrong of [
        '',
        ` ${password}`,
        password.slice(0, -1).slice(0, 70),
        'kväll i juni',
      ]) {
        assert.equal(await matches(wrong, stored), false, `${stored} with ${wrong}`)
      }
    }
  })
}

test('every named format is tested with a value from an independent implementation', () => {
  const tried = new Set(vectors.map(({ format }) => format))
  for (const name of PASSWORD_FORMATS) assert.ok(tried.has(name), name)
})

test('a hash with one character changed does not match', async () => {
  const characters = [...'./+=$,{}:0123456789abcxyzABCXYZ ']
  const short = vectors.filter(({ password }) => password.length < 20)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...short),
      fc.nat(),
      fc.constantFrom(...characters),
      async (vector, at, character) => {
        const stored = accepted(vector)
        const place = at % stored.length
        const changed = stored.slice(0, place) + character + stored.slice(place + 1)
        // These three prefixes name the same algorithm.
        const same = (text: string) => text.replace(/\$2[aby]\$/, '$2b$')
        fc.pre(same(changed) !== same(stored))
        assert.equal(await matches(vector.password, changed), false, `${stored}\n${changed}`)
      },
    ),
    { numRuns: 500 },
  )
})

test('stray bits in the last character of a salt or hash are refused', async () => {
  const alphabets = ['A-Za-z0-9+/', './A-Za-z0-9', './0-9A-Za-z'].map((ranges) =>
    ranges.replace(/(\w)-(\w)/g, (_, from: string, to: string) => {
      const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)]
      return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_, i) => first + i))
    }),
  )
  for (const vector of vectors.filter(({ password }) => password === 'kväll i maj')) {
    const stored = accepted(vector)
    for (const { 0: part, index } of stored.matchAll(/[./+A-Za-z0-9]{10,}/g)) {
      const place = index + part.length - 1
      for (const alphabet of alphabets) {
        const at = alphabet.indexOf(stored.charAt(place))
        if (at === -1) continue
        const changed = stored.slice(0, place) + alphabet[at ^ 1] + stored.slice(place + 1)
        assert.equal(await matches(vector.password, changed), false, `${stored}\n${changed}`)
      }
    }
  }
})

test('bcrypt uses only the first 72 bytes, Django’s bcrypt_sha256 all of them', async () => {
  const long = vectors.filter(({ password }) => Buffer.byteLength(password) === 80)
  const [plain, django] = ['$2b$', 'bcrypt_sha256$'].map((start) =>
    long.find(({ hash }) => hash.startsWith(start)),
  )
  assert.ok(plain && django)
  const changedAt = (n: number) => `${plain.password.slice(0, n)}!${plain.password.slice(n + 1)}`
  assert.equal(await matches(changedAt(72), plain.hash), true)
  assert.equal(await matches(changedAt(71), plain.hash), false)
  assert.equal(await matches(changedAt(72), django.hash), false)
})

test('a NUL does not end the password', async () => {
  const vector = vectors.find(({ password }) => password.includes('\0'))
  assert.ok(vector)
  for (const wrong of ['before', 'before\0', 'before\0other']) {
    assert.equal(await matches(wrong, vector.hash), false)
  }
})

test('LDAP scheme names may be in any case, and {CRYPT} may come before another format', async () => {
  const ssha = vectors.find(({ hash }) => hash.startsWith('{SSHA}'))
  const crypt = vectors.find(({ hash }) => hash.startsWith('$6$'))
  assert.ok(ssha && crypt)
  assert.equal(accepted({ hash: ssha.hash.replace('SSHA', 'ssha') }), ssha.hash)
  assert.equal(accepted({ hash: `{CRYPT}${crypt.hash}` }), crypt.hash)
})

const SALT = 'c29tZXNhbHQ'
const HASH = 'CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
const BCRYPT = 'abcdefghijklmnopqrstuuJ4edjjlbrLdVUmz5k4kf1a7sQQF9Eiq'
const SIXTY_FOUR = Buffer.alloc(64).toString('base64')

const refused: Readonly<Record<HashProblem, readonly string[]>> = {
  too_costly: [
    `$argon2id$v=19$m=67108864,t=1,p=1$${SALT}$${HASH}`,
    `$argon2id$v=19$m=262144,t=5,p=1$${SALT}$${HASH}`,
    `$argon2id$v=19$m=999999999999999,t=999999999999999,p=999999999999$${SALT}$${HASH}`,
    `$argon2id$v=19$m=262144,t=1,p=255$${SALT}$${HASH}`,
    `$2b$15$${BCRYPT}`,
    `$2b$31$${BCRYPT}`,
    `bcrypt_sha256$$2b$31$${BCRYPT}`,
    `$scrypt$ln=19,r=8,p=1$${SALT}$${HASH}`,
    `$scrypt$ln=14,r=8,p=10000$${SALT}$${HASH}`,
    `$scrypt$ln=14,r=999999999,p=1$${SALT}$${HASH}`,
    `$scrypt$ln=999999999999,r=8,p=1$${SALT}$${HASH}`,
    `scrypt$1073741824$somesalt$8$1$${HASH}=`,
    `$firescrypt$ln=30,r=8,p=1$${SALT}=$${SIXTY_FOUR}$Bw==$${SIXTY_FOUR}`,
    `$pbkdf2-sha256$10000000000$${SALT}$${HASH.replaceAll('+', '.')}`,
    `$pbkdf2-sha1$i=2000001$${SALT}$${HASH}`,
    `pbkdf2_sha256$10000000000$somesalt$${HASH}=`,
    `$6$rounds=999999999$salt$${'a'.repeat(86)}`,
    `$5$rounds=1000001$salt$${'a'.repeat(43)}`,
  ],
  version_unsupported: [
    `$argon2id$v=16$m=64,t=1,p=1$${SALT}$${HASH}`,
    `$argon2i$m=64,t=1,p=1$${SALT}$${HASH}`,
    `$2x$10$${BCRYPT}`,
    `$2$10$${BCRYPT}`,
  ],
  keyed: [
    `$argon2id$v=19$m=64,t=1,p=1,keyid=Zm9v$${SALT}$${HASH}`,
    `$argon2id$v=19$m=64,t=1,p=1,data=Zm9v$${SALT}$${HASH}`,
  ],
  malformed: [
    `$argon2id$v=19$m=64,t=1,p=1$AA$${HASH}`,
    `$argon2id$v=19$m=64,t=1,p=1$${SALT}$AAAA`,
    `$argon2id$v=19$m=64,t=1,p=1$${SALT}`,
    `$argon2id$v=19$m=064,t=1,p=1$${SALT}$${HASH}`,
    `$argon2id$v=19$m=64,t=0,p=1$${SALT}$${HASH}`,
    `$argon2id$v=19$m=7,t=1,p=1$${SALT}$${HASH}`,
    `$2b$10$${BCRYPT}a`,
    `$2b$10$${BCRYPT.slice(1)}`,
    `$2b$03$${BCRYPT}`,
    `$2b$99$${BCRYPT}`,
    `$scrypt$ln=4,r=8,p=1$${SALT}$`,
    `scrypt$1000$somesalt$8$1$${HASH}=`,
    `$firescrypt$ln=14,r=8,p=1$${SALT}=$${HASH}=$Bw==$${SIXTY_FOUR}`,
    `$pbkdf2-md5$1000$${SALT}$${HASH}`,
    `$pbkdf2-sha256$i=1000,l=20$${SALT}$${HASH}`,
    'pbkdf2_sha256$1000$$',
    `$6$rounds=10$salt$${'a'.repeat(86)}`,
    `$6$longer than sixteen$${'a'.repeat(86)}`,
    `$6$salt$${'a'.repeat(85)}`,
    '{SSHA}AAAA',
    `{SSHA}${'A'.repeat(400)}`,
    `$2b$10$${'a'.repeat(2_000)}`,
  ],
  too_weak: [
    '5f4dcc3b5aa765d61d8327deb882cf99',
    '5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8',
    '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',
    '{SMD5}4QWGWZpj9GCmfuqEvm8HtZhZS6E=',
    '$1$abcdefgh$G//4keteveJp0qb8z2DxG/',
    '$apr1$abcdefgh$sJ5f7dnMGy3JBEVsAtQaR/',
    '$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/',
    'md5$salt$67a1e09bb1f83f5007dc119c14d663aa',
  ],
  unknown_format: ['', 'plain text', '!', '$7$unknown', '$argon2$', 'argon2id', '{SSHA384}AAAA'],
}

for (const [problem, texts] of Object.entries(refused)) {
  test(`refused as ${problem}, before anything is computed`, async () => {
    for (const text of texts) {
      assert.deepEqual(acceptHash(text), { is: 'refused', because: problem }, text)
      assert.equal(isKnown(text), false)
    }
  })
}

test('an unknown password_format is refused, and so is a value that does not match it', () => {
  const malformed = { is: 'refused', because: 'malformed' }
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"credentialData":1}',
    'aa:bb',
    'aabb',
    `:${'a'.repeat(40)}`,
  ]) {
    for (const name of PASSWORD_FORMATS) assert.deepEqual(acceptHash(text, name), malformed, text)
  }
  const outcome = acceptHash('5f4dcc3b5aa765d61d8327deb882cf99', 'md5')
  assert.deepEqual(outcome, { is: 'refused', because: 'unknown_format' })
})
