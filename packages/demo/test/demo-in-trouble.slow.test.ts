/** Demos that start at once, are killed, find their port taken, or are stopped through npx. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serving, temporaryDirectory } from '../../mandate/test/command-line/mandate-process.ts'
import { runCommand } from '../../mandate/test/command-line/run-command.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

test('two demos started in one directory at the same moment share one cast', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const start = () => serving(['demo', '--json', '--port', '0', '--data', data])
  const demos = [start(), start()]
  const lines = await Promise.all(demos.map((demo) => demo.until(/^.*\n/)))
  const [one, other] = lines.map(([line]) => JSON.parse(line))
  for (const key of ['client_id', 'client_secret', 'password', 'introspection_client_secret']) {
    assert.equal(one[key], other[key], key)
  }
  assert.notEqual(one.issuer, other.issuer)
  assert.deepEqual(await Promise.all(demos.map((demo) => demo.stop('SIGTERM'))), [0, 0])
})

test('a demo killed while it made its cast completes it at the next start', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const start = () => serving(['demo', '--json', '--port', '0', '--data', data])
  const first = start()
  const ready = JSON.parse((await first.until(/^.*\n/))[0])
  await first.stop('SIGKILL')
  const { client } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'))
  const half = { process: first.child.pid, client }
  writeFileSync(join(data, 'demo.json'), JSON.stringify(half))

  const second = start()
  const again = JSON.parse((await second.until(/^.*\n/))[0])
  assert.equal(again.client_secret, ready.client_secret)
  assert.notEqual(again.password, ready.password)
  assert.equal(await second.stop('SIGTERM'), 0)
})

test('a requested port that is taken is not replaced by another one', async () => {
  const demo = serving(['demo', '--json', '--port', '0', '--data', join(temporaryDirectory(), 'a')])
  const { issuer } = JSON.parse((await demo.until(/^.*\n/))[0])
  const { port } = new URL(issuer)
  const data = join(temporaryDirectory(), 'b')
  const second = await runCommand(['demo', '--port', port, '--data', data])
  assert.deepEqual([second.code, second.output], [1, ''])
  assert.match(
    second.errors,
    /^mandate: Port \d+ .* is in use .* choose another one with --port\.\n$/,
  )
  assert.throws(() => readFileSync(join(data, 'demo.json')), { code: 'ENOENT' })
  await demo.stop('SIGTERM')
})

test('SIGTERM to npx also stops the demo', async () => {
  const data = join(temporaryDirectory(), 'demo')
  const args = ['mandate', 'demo', '--json', '--port', '0', '--data', data]
  const npx = spawn('npx', args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(npx.stdout, 'data')) as [Buffer]
  const { issuer } = JSON.parse(line.toString())
  npx.kill('SIGTERM')
  const answers = () =>
    fetch(`${issuer}/health/live`).then(
      () => true,
      () => false,
    )
  while (await answers()) await pause(50)
})
