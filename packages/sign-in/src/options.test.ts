import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSignIn, type SignInOptions } from './index.ts'

const good: SignInOptions = { issuer: 'https://mandate.example', key: 'mdt_pk_abc' }

test('https anywhere and http on loopback are accepted', () => {
  for (const issuer of ['https://mandate.example', 'http://127.0.0.1:9400', 'http://[::1]:1/']) {
    createSignIn({ ...good, issuer })
  }
})

const WRONG: readonly [Partial<Record<keyof SignInOptions, unknown>>, RegExp][] = [
  [{ issuer: undefined }, /^issuer must be an absolute URL/],
  [{ issuer: 'mandate.example' }, /^issuer must be an absolute URL/],
  [{ issuer: 'http://mandate.example' }, /use https/],
  [{ issuer: 'https://mandate.example/path' }, /must end after the host/],
  [{ issuer: 'https://user:secret@mandate.example' }, /no user information/],
  [{ key: undefined }, /"mandate platform-key create" prints it/],
  [{ key: 'mdt_cs_secret' }, /one begins with mdt_pk_/],
  [{ key: 'mdt_pk_a\r\nx: y' }, /one begins with mdt_pk_/],
  [{ timeoutMs: 0 }, /^timeoutMs/],
  [{ timeoutMs: 1.5 }, /^timeoutMs/],
]
for (const [wrong, message] of WRONG) {
  test(`${JSON.stringify(wrong)} is refused when the platform starts, without repeating a secret`, () => {
    assert.throws(
      () => createSignIn({ ...good, ...wrong } as SignInOptions),
      (error: Error) => {
        assert.equal(error.name, 'TypeError')
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /secret/)
        return true
      },
    )
  })
}
