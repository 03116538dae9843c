import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswer } from './check.ts'
import { readAnswer } from './connection.ts'

const json = (status: number, body: unknown, head = '') => ({
  ...{ status, head },
  body: JSON.stringify(body),
})
const tokens = { access_token: 'a', refresh_token: 'r2', token_type: 'bearer' }

test('tokens are taken from a response that has them', () => {
  const issued = checkAnswer(json(200, tokens), { is: 'tokens' }, 'r1')
  assert.deepEqual(issued, { refreshToken: 'r2', accessToken: 'a' })
})

test('an unexpected response ends the run', () => {
  const active = { is: 'introspection', active: true } as const
  const wrong = [
    () => checkAnswer(json(400, { error: 'invalid_grant' }), { is: 'tokens' }, 'r1'),
    () => checkAnswer(json(200, { ...tokens, access_token: undefined }), { is: 'tokens' }, 'r1'),
    () => checkAnswer(json(200, { ...tokens, token_type: 'mac' }), { is: 'tokens' }, 'r1'),
    () => checkAnswer(json(200, { ...tokens, id_token: 'i' }), { is: 'tokens' }, 'r1'),
    () => checkAnswer(json(200, tokens), { is: 'tokens', idToken: true }, 'r1'),
    () => checkAnswer(json(200, tokens), { is: 'tokens', bound: true }, 'r1'),
    () => checkAnswer(json(200, tokens), { is: 'access token' }, 'all'),
    () => checkAnswer(json(200, { token_type: 'bearer' }), { is: 'access token' }, 'all'),
    () => checkAnswer(json(200, { active: false }), active, ''),
    () => checkAnswer(json(200, { active: true }), { ...active, active: false }, ''),
    () => checkAnswer({ status: 200, head: '', body: '<html>' }, active, ''),
    () => checkAnswer(json(200, { filler: 'xx' }), { is: 'filler', bytes: 12 }, ''),
    () => checkAnswer(json(303, {}), { is: 'signed in', status: 303 }, ''),
  ]
  for (const act of wrong) assert.throws(act)
})

test('a refresh token that comes back unchanged was not rotated', () => {
  assert.throws(() => checkAnswer(json(200, tokens), { is: 'tokens' }, 'r2'), /rotated/)
})

test('the error for a wrong response does not quote a token', () => {
  const token = 'mdt_rt_0123456789abcdefghijklmnop'
  assert.throws(
    () => checkAnswer(json(500, { token }), { is: 'done' }, token),
    (error: Error) => !error.message.includes(token),
  )
})

test('a response is read once it is complete, with a length or in chunks', () => {
  const withLength = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody'
  const inChunks =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1\r\ny\r\n0\r\n\r\n'
  for (const text of [withLength, inChunks]) {
    for (let length = 0; length < text.length; length++) {
      assert.equal(readAnswer(text.slice(0, length)), undefined)
    }
    assert.equal(readAnswer(text)?.body, 'body')
    assert.equal(readAnswer(text)?.status, 200)
  }
})
