/** Whatever is sent to the token endpoint, the mistake is the sender's: 4xx, never 5xx. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from './any-character.ts'
import { basic } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { sendBody } from './token-body.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const send = (body: string | Uint8Array, more?: Parameters<typeof sendBody>[2]) =>
  sendBody(server, body, more)

const names = ['grant_type', 'code', 'refresh_token', 'scope', 'client_id', 'client_secret', 'x']
const pair = fc.tuple(
  fc.oneof(fc.constantFrom(...names), fc.string({ unit: anyCharacter })),
  fc.oneof(
    fc.constantFrom('refresh_token', 'authorization_code', 'mdt_rt_x', '%', '', '\0'),
    fc.string({ unit: anyCharacter }),
  ),
)
const form = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(pair, { maxLength: 8 })
    .map((pairs) => Buffer.from(pairs.map((both) => both.join('=')).join('&'))),
  fc
    .array(pair, { maxLength: 8 })
    .map((pairs) => Buffer.from(new URLSearchParams(pairs.map(([a, b]) => [a, b])).toString())),
)

test('whatever the form, the answer is a 4xx with an error', async () => {
  await fc.assert(
    fc.asyncProperty(form, async (body) => {
      const { status, body: answer } = await send(body)
      assert.ok(status >= 400 && status < 500, String(status))
      assert.match(String(answer['error']), /^[a-z_]+$/)
      const description = String(answer['error_description'])
      assert.match(description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    }),
    { numRuns: 200 },
  )
})

test('whatever is in the Authorization header, the answer is a 4xx with an error', async () => {
  const bytes = fc.uint8Array({ maxLength: 60 })
  const header = fc.oneof(
    bytes.map((credentials) => `Basic ${Buffer.from(credentials).toString('base64')}`),
    fc.string().map((text) => `Basic ${text}`),
    fc.string(),
    fc.string().map((secret) => basic({ id: server.client.id, secret })),
  )
  await fc.assert(
    fc.asyncProperty(header, async (authorization) => {
      const { status, body } = await send('grant_type=refresh_token&refresh_token=x', {
        authorization,
      })
      assert.ok(status === 400 || status === 401, String(status))
      assert.match(String(body['error']), /^[a-z_]+$/)
    }),
    { numRuns: 200 },
  )
})
