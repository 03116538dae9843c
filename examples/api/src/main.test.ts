import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [main, ...args], { env: { ...env }, stdio: 'pipe' })
}

async function outcome(child: ChildProcess): Promise<{ code: unknown; stderr: string }> {
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stderr }
}

const env = {
  API_ISSUER: 'https://mandate.example',
  API_CLIENT_ID: 'notes',
  API_CLIENT_SECRET: 'mdt_cs_x',
  API_PORT: '0',
}

test('the API starts alone, serves, and stops on SIGTERM', async (t) => {
  const child = start([], env)
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(child.stdout ?? process.stdin, 'data')
  const [, url] = /on (\S+), guarded by https:\/\/mandate\.example/.exec(String(line)) ?? []
  assert.equal((await fetch(`${url}/me`, { headers: { connection: 'close' } })).status, 401)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})

test('a missing or wrong setting is reported in one sentence, and the exit code is 2', async () => {
  const wrong: readonly [Record<string, string>, string[], RegExp][] = [
    [{ API_ISSUER: '' }, [], /^--issuer is missing/],
    [{ API_CLIENT_SECRET: '' }, [], /^API_CLIENT_SECRET is missing/],
    [{}, ['--port', '70000'], /^--port is 70000/],
    [{}, ['--issuer', 'nowhere'], /^issuer must be an absolute URL/],
    [{}, ['--nonsense'], /nonsense/],
  ]
  const outcomes = wrong.map(async ([change, args, message]) => {
    const { code, stderr } = await outcome(start(args, { ...env, ...change }))
    assert.equal(code, 2)
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, / {4}at /)
  })
  await Promise.all(outcomes)
})

test('a port in use is reported in one sentence, and the exit code is 1', async (t) => {
  const taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  t.after(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const { code, stderr } = await outcome(start(['--port', String(port)], env))
  assert.equal(code, 1)
  assert.equal(stderr, `Port ${port} is in use: choose another one with --port\n`)
})
