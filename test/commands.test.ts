/** `npm test` and `npm run test:slow` themselves: what they run and print, and how they exit. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { env, execPath, kill } from 'node:process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

test('a passing run ends with the summary of the test runner, even without a terminal', async (context) => {
  const { status, out, err } = await runTests(context, "test('a promise kept', () => {})")
  assert.equal(status, 0)
  if (process.platform === 'linux') assert.match(err, /^processor time: \d+:\d\d$/m)
  assert.match(out, /✔ a promise kept/)
  assert.match(out, /ℹ tests 1\n.*ℹ pass 1\nℹ fail 0\n/s)
})

test('a failing run ends with 1 and says what failed', async (context) => {
  const broken = "test('a promise broken', () => { throw new Error('as was to be shown') })"
  const { status, out } = await runTests(context, broken)
  assert.equal(status, 1)
  assert.match(out, /ℹ fail 1\n.*a promise broken.*as was to be shown/s)
})

test('options for the test runner are passed on', async (context) => {
  const two = "test('the one', () => {})\ntest('the other', () => {})"
  const { out } = await runTests(context, two, ['--test-name-pattern=other'])
  assert.match(out, /ℹ pass 1\n/)
})

test('a folder without tests is reported instead of passing', async () => {
  const { status, err } = await run(['packages/gaurd'])
  assert.equal(status, 2)
  assert.match(err, /no test in packages\/gaurd/)
})

test('slow tests are run by test:slow and, unless one is named, not by test', async (context) => {
  const fast = write(context, "test('quick to tell', () => {})")
  const folder = dirname(fast)
  const slow = join(folder, 'dear.slow.test.ts')
  writeFileSync(slow, "import { test } from 'node:test'\ntest('slow to tell', () => {})\n")
  const told = async (parameters: readonly string[], script?: string) =>
    [...(await run(parameters, script)).out.matchAll(/✔ (\w+) to tell/g)].map(([, name]) => name)
  assert.deepEqual(await told([folder]), ['quick'])
  assert.deepEqual(await told([folder], 'scripts/test-slow.ts'), ['slow'])
  assert.deepEqual(await told([slow]), ['slow'])
})

test('an interrupted run stops its tests and does not count as passed', async (context) => {
  const endless = `test('waits', () => {
    console.log('waiting as ' + process.pid)
    setInterval(() => {}, 1000)
    return new Promise(() => {})
  })`
  const child = start([write(context, endless)])
  const ended = once(child, 'exit')
  const waiting = Number(await firstMatch(child.stdout, /waiting as (\d+)/))
  child.kill('SIGINT')
  const [status] = await ended
  assert.notEqual(status, 0)
  while (isAlive(waiting)) await setImmediate()
})

async function firstMatch(stream: Readable, pattern: RegExp): Promise<string> {
  let read = ''
  for await (const chunk of stream) {
    read += chunk
    const found = pattern.exec(read)?.[1]
    if (found) return found
  }
  throw new Error(`the stream ended without ${pattern}:\n${read}`)
}

function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch {
    return false
  }
}

function write(context: TestContext, source: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-test-'))
  context.after(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'written.test.ts')
  writeFileSync(file, `import { test } from 'node:test'\n${source}\n`)
  return file
}

function runTests(context: TestContext, source: string, options: readonly string[] = []) {
  return run([write(context, source), ...options])
}

function start(parameters: readonly string[], script = 'scripts/test.ts') {
  // The outer test runner sets a variable that would make an inner one send its results to it.
  const { NODE_TEST_CONTEXT: _mark, ...environment } = env
  return spawn(execPath, [join(repository, script), ...parameters], {
    cwd: repository,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(parameters: readonly string[], script?: string) {
  const child = start(parameters, script)
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { out, err, status }
}
