import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

test('the server starts in a fresh directory, works alongside other commands, and stops cleanly', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving([
    'serve',
    '--json',
    '--port',
    '0',
    '--data',
    data,
    '--log-level',
    'silent',
  ])
  const [line, issuer] = await server.until(/^\{"issuer":"(http:[^"]+)".*\n/)
  const metadata = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
  const answered = JSON.parse(await metadata.text())
  assert.equal(answered.issuer, issuer)

  const made = await runDocument(['user', 'create', 'ada@example.com', '--data', data])
  assert.equal(made['username'], 'ada@example.com')
  const port = new URL(String(issuer)).port
  const environment = { MANDATE_PORT: port }
  const doctor = await runDocument(['doctor', '--data', data], { environment })
  assert.equal(doctor['ok'], true)
  assert.match(JSON.stringify(doctor), /the server answers on/)

  const second = await runCommand(['serve', '--port', port, '--data', data])
  assert.equal(second.code, 1)
  assert.match(
    second.errors,
    /^mandate: Port \d+ on 127\.0\.0\.1 is in use by another program.*\n$/,
  )

  assert.equal(await server.stop('SIGTERM'), 0)
  await assert.rejects(fetch(`${issuer}/health/live`))
  assert.deepEqual(server.read(), { output: line, errors: '' })
})

test('with --json the server prints its address in one line, and SIGINT stops it', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving([
    'serve',
    '--json',
    '--port',
    '0',
    '--data',
    data,
    '--log-level',
    'silent',
  ])
  const [line] = await server.until(/^.*\n/)
  const ready = JSON.parse(line)
  assert.deepEqual(Object.keys(ready), ['issuer', 'data'])
  assert.equal((await fetch(`${ready.issuer}/health/ready`)).status, 200)
  assert.equal(await server.stop('SIGINT'), 0)
  assert.deepEqual(server.read(), { output: line, errors: '' })
})

test('a server that is stopping accepts nothing new and still answers requests in flight', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving([
    'serve',
    '--json',
    '--port',
    '0',
    '--data',
    data,
    '--log-level',
    'silent',
  ])
  const [, port] = await server.until(/"issuer":"http:\/\/127\.0\.0\.1:(\d+)/)
  const request = httpRequest(`http://127.0.0.1:${port}/oauth2/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Expect: '100-continue' },
  })
  request.flushHeaders()
  await once(request, 'continue')
  const stopped = server.stop('SIGTERM')
  const refused = () =>
    fetch(`http://127.0.0.1:${port}/health/live`).then(
      () => false,
      () => true,
    )
  while (!(await refused()));
  request.end('grant_type=authorization_code')
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(response.statusCode, 401)
  assert.equal(JSON.parse(await text(response)).error, 'invalid_client')
  assert.equal(await stopped, 0)
})

test('the doctor says what is wrong if another program has the port', async () => {
  const stranger = createServer((_request, response) => response.end('hello'))
  after(() => stranger.close())
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as AddressInfo
  const environment = { MANDATE_PORT: String(port), NO_COLOR: '1' }
  const data = join(temporaryDirectory(), 'data')
  const doctor = await runCommand(['doctor', '--data', data], { environment })
  assert.equal(doctor.code, 1)
  assert.match(doctor.output, /^✗ port +\d+ on 127\.0\.0\.1 is not free.*\n +→ stop the program/m)
  assert.match(doctor.output, /^✓ keys +none yet; the first start creates one$/m)
  assert.equal(doctor.errors, 'mandate: One check failed; see the line with ✗.\n')
})

test('SIGHUP, as sent after log rotation, does not end a server without a terminal', async () => {
  const data = join(temporaryDirectory(), 'data')
  const server = serving(['serve', '--json', '--port', '0', '--data', data, '--workers', '2'])
  const [, port] = await server.until(/"issuer":"http:\/\/127\.0\.0\.1:(\d+)/)
  server.child.kill('SIGHUP')
  for (const _ of [1, 2, 3]) {
    assert.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200)
  }
  assert.equal(await server.stop('SIGTERM'), 0)
})
