/** `mandate-guard` as a process: how it starts, what it says, how it stops. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { active, deserted, startStandIn, status } from './authorization-server.ts'

const PROGRAM = join(import.meta.dirname, '../src/main.ts')
const SECRET = 'mdt_cs_secret'

function start(t: TestContext, parameters: readonly string[]) {
  const environment = { MANDATE_GUARD_CLIENT_ID: 'notes', MANDATE_GUARD_CLIENT_SECRET: SECRET }
  const child = spawn(process.execPath, [PROGRAM, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  t.after(() => child.kill('SIGKILL'))
  return { child, exited, said: text(child.stderr) }
}

test('it starts, answers, and on SIGTERM finishes what it began', async (t) => {
  const answers: (() => void)[] = []
  const server = await startStandIn(t, (response, context) => {
    const answer = () => active()(response, context)
    if (context.form.get('token') === 'slow') answers.push(answer)
    else answer()
  })
  const { child, exited } = start(t, ['serve', '--issuer', server.issuer, '--port', '0'])
  const [line] = await once(child.stdout, 'data')
  const [, origin = ''] =
    /^mandate-guard: ask at (http:\/\/127\.0\.0\.1:\d+)\/check/.exec(line) ?? []
  const ask = (token: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${origin}/check`, { headers: { authorization: `Bearer ${token}` } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
  assert.equal(await ask('good'), 204)
  const pending = ask('slow')
  while (answers.length === 0) await new Promise((soon) => setImmediate(soon))
  child.kill('SIGTERM')
  answers[0]?.()
  assert.equal(await pending, 204)
  assert.deepEqual(await exited, [0, null])
})

test('wrong credentials and a wrong issuer end it with a sentence, and without the secret', async (t) => {
  const refusing = await startStandIn(t, status(401))
  const { exited, said } = start(t, ['serve', '--issuer', refusing.issuer, '--port', '0'])
  assert.deepEqual(await exited, [1, null])
  assert.match(
    await said,
    /^mandate-guard: .*set clientId \(now "notes"\) and clientSecret to what/,
  )
  assert.ok(!(await said).includes(SECRET))
})

test('a server that is not there yet is waited for with 503, and wrong usage is 2', async (t) => {
  const { child } = start(t, ['serve', '--issuer', await deserted(), '--port', '0'])
  const [line] = await once(child.stdout, 'data')
  const [url = ''] = /http:\S+\/check/.exec(String(line)) ?? []
  const { status: answered } = await fetch(url, { headers: { authorization: 'Bearer good' } })
  assert.equal(answered, 503)
  const wrong = start(t, ['serve', '--issuer', 'notes'])
  assert.deepEqual(await wrong.exited, [2, null])
  assert.match(await wrong.said, /issuer must be an absolute URL/)
})
