import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSignIn, localPath } from './index.ts'

test('a path of this platform is kept, with its query', () => {
  for (const path of [
    '/',
    '/a/b?c=d%2F#e',
    '/sign-in/mandate?sign_in=x',
    '/?next=//evil.example',
  ]) {
    assert.equal(localPath(path, '/home'), path)
  }
})

const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'evil',
  '',
  null,
  undefined,
  ['/a', '/b'],
]
for (const text of ELSEWHERE) {
  test(`${JSON.stringify(text)} does not redirect to another host`, () => {
    const path = localPath(text, '/home')
    for (const each of [path, path.replace(/^\/\.(?=\/)/, '')]) {
      assert.equal(new URL(each, 'https://platform.example').host, 'platform.example')
    }
    assert.doesNotMatch(path, /^\/[/\\]/)
  })
}

test('after sign-out the browser returns to Mandate and nowhere else', () => {
  const signIn = createSignIn({ issuer: 'https://mandate.example', key: 'mdt_pk_x' })
  const back = 'https://mandate.example/sign-in?signed_out'
  assert.equal(signIn.returnAfterSignOut(back), back)
  for (const text of [
    'https://mandate.example.evil.example/',
    'https://mandate.example@evil.example/',
    'https://mandate.example:8443/',
    'http://mandate.example/',
    '//mandate.example/',
    '/elsewhere',
    null,
  ]) {
    assert.equal(signIn.returnAfterSignOut(text, '/bye'), '/bye')
  }
})
