/** `mandate provider check` and `list` for the platform's own login page, and for its passwords. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const SECRET = 'the-secret-that-the-platform-expects'

/** A platform on loopback with answers set by the test, and a folder with settings for commands. */
async function start(context: TestContext) {
  const platform: { answer: RequestListener; requests: string[] } = {
    answer: (_, response) => response.end('Sign in'),
    requests: [],
  }
  const http = createServer((request, response) => {
    platform.requests.push(`${request.method} ${request.url}`)
    platform.answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const close = async () => {
    http.closeAllConnections()
    if (http.listening) await new Promise((resolve) => http.close(resolve))
  }
  context.after(close)
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`
  const workingDirectory = temporaryDirectory()
  const settings = {
    sign_in: {
      password: { verify_url: `http://${host}/verify`, verify_secret: SECRET },
      acme: { way: 'handoff', label: 'Acme', login_url: `http://${host}/login?from=mandate` },
    },
    fetch_allowed_hosts: [host],
  }
  writeFileSync(join(workingDirectory, 'mandate.yaml'), JSON.stringify(settings))
  const check = async (name: string) => {
    const { code, output } = await runCommand(['provider', 'check', name], { workingDirectory })
    assert.equal(code, /^✗/m.test(output) ? 1 : 0)
    assert.equal(output.includes(SECRET), false)
    return output
  }
  return { platform, host, workingDirectory, check, close }
}

const json = (request: IncomingMessage) => text(request).then((body) => JSON.parse(body))

test('the list has the platform, under the name of its users', async (context) => {
  const { workingDirectory } = await start(context)
  const list = await runDocument(['provider', 'list'], { workingDirectory })
  assert.deepEqual(list, [
    { name: 'password', way: 'password', provider: 'platform' },
    { name: 'acme', way: 'handoff', provider: 'acme' },
  ])
})

test('a working login page passes once there is a key for it', async (context) => {
  const { platform, host, workingDirectory, check } = await start(context)
  assert.match(
    await check('acme'),
    /^✗ platform key +no key may answer .*\n +→ run: mandate platform-key create --name NAME --may sign_in --provider acme$/m,
  )
  const create = ['platform-key', 'create', '--init', '--name', 'Login page', '--may', 'sign_in']
  await runDocument(create, { workingDirectory })
  const found = await check('acme')
  assert.match(found, new RegExp(`^✓ login page +GET http://${host}/login answers 200$`, 'm'))
  assert.match(found, /^✓ platform key +Login page may answer sign-ins$/m)
  assert.match(found, /^✓ continue .*\/sign-in\/with\/acme\/callback$/m)
  assert.deepEqual(new Set(platform.requests), new Set(['GET /login?from=mandate']))
})

test('the response of a login page is shown, and a redirect is not followed', async (context) => {
  const { platform, check, close } = await start(context)
  const answers = (status: number) => {
    platform.answer = (_, response) => response.writeHead(status, { location: '/else' }).end()
    return check('acme')
  }
  assert.match(await answers(503), /^✗ login page .* answers 503\n +→ open the address/m)
  assert.match(await answers(404), /^✗ login page .* answers 404/m)
  assert.match(await answers(400), /^! login page .* answers 400; expected if/m)
  assert.match(await answers(302), /^! login page .* answers with a redirect, which was not/m)
  assert.equal(
    platform.requests.some((request) => request.includes('/else')),
    false,
  )
  await close()
  assert.match(await check('acme'), /^✗ login page .*ECONNREFUSED.*\n +→ open it in a browser/m)
})

test('the password check uses an address that cannot exist, and also tries a wrong secret', async (context) => {
  const { platform, check } = await start(context)
  const asked: { email: string; password: string; authorization: string | undefined }[] = []
  platform.answer = async (request, response) => {
    const { authorization } = request.headers
    asked.push({ ...(await json(request)), authorization })
    const isOurs = authorization === `Bearer ${SECRET}`
    response.writeHead(isOurs ? 200 : 401).end('{"verified": false}')
  }
  const found = await check('password')
  assert.match(found, /^✓ answer +asked about .*\.invalid with a random password, it answers/m)
  assert.match(found, /^✓ secret +a request with a wrong secret is refused$/m)
  assert.deepEqual(
    asked.map(({ email }) => email.replace(/.*\./, '')),
    ['invalid', 'invalid'],
  )
  const [right, wrong] = asked.map(({ authorization }) => authorization)
  assert.equal(right, `Bearer ${SECRET}`)
  assert.notEqual(wrong, right)
  assert.equal(
    asked.every(({ password }) => password.length > 40),
    true,
  )
})

test('a platform that accepts any password or any secret, or does not answer, is reported', async (context) => {
  const { platform, check, close } = await start(context)
  const answers = (status: number, body: string) => {
    platform.answer = (request, response) => {
      request.resume()
      response.writeHead(status).end(body)
    }
    return check('password')
  }
  assert.match(
    await answers(200, '{"verified": true, "subject": "1"}'),
    /^✗ answer +it accepts a random password .*anyone can sign in/m,
  )
  assert.match(
    await answers(200, '{"verified": false}'),
    /^✗ secret +it answers requests with any secret/m,
  )
  assert.match(await answers(401, ''), /^✗ answer .*401.*\n +→ compare verify_secret/m)
  assert.match(await answers(200, 'Hello'), /^✗ answer .*\{"verified": true\}/m)
  await close()
  assert.match(await check('password'), /^✗ answer .*ECONNREFUSED/m)
})
