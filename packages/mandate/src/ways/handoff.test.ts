import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKinds } from '../settings/kinds.ts'
import { handoff } from './handoff.ts'

const members = { way: 'handoff', label: 'Acme', login_url: 'https://app.acme.example/login' }

function problems(changed: object): readonly string[] {
  const given = { acme: { ...members, ...changed } }
  const read = readKinds({ by: 'way', kinds: [handoff] }, given, '/')
  return read.problems.map(({ at, text }) => `${at.join('.')} ${text}`)
}

test('the platform’s pages must use https, except on loopback', () => {
  for (const login_url of [
    'https://app.acme.example/login?app=1',
    'http://127.0.0.1:4000/login',
    'http://localhost/',
    'http://[::1]:4000/login',
  ]) {
    assert.deepEqual(problems({ login_url, logout_url: login_url }), [], login_url)
  }
  for (const wrong of [
    'http://app.acme.example/login',
    'app.acme.example/login',
    '/login',
    'javascript:alert(1)',
    'https://ada:secret@app.acme.example/login',
    'https://app.acme.example/login#form',
    'ftp://app.acme.example/',
  ]) {
    for (const member of ['login_url', 'logout_url']) {
      const [problem = '', ...more] = problems({ [member]: wrong })
      assert.match(problem, new RegExp(`^acme\\.${member} .*give an https:// URL`), wrong)
      assert.doesNotMatch(problem, /secret/)
      assert.deepEqual(more, [])
    }
  }
})

test('label and login_url are needed, and a misspelt member is named', () => {
  assert.match(problems({ label: undefined })[0] ?? '', /^acme\.label is missing/)
  assert.match(problems({ login_url: undefined })[0] ?? '', /^acme\.login_url is missing/)
  assert.match(problems({ login: 'x' })[0] ?? '', /^acme\.login is no member.*login_url/)
})
