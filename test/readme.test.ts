/** The commands of README.md, unchanged, in a shell, against the demo. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The text of the shell blocks of a section. */
function commandsUnder(heading: string): string {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8')
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join('\n')
}

/** Starts the demo in an empty directory on free ports, which the commands look up; returns it. */
async function startDemo(context: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'mandate-readme-'))
  const main = join(repository, 'packages/mandate/src/main.ts')
  const demo = spawn(execPath, [main, 'demo', '--json', '--port', '0'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(demo, 'exit')
  context.after(async () => {
    demo.kill('SIGTERM')
    await exited
    rmSync(cwd, { recursive: true })
  })
  await Promise.race([once(createInterface(demo.stdout), 'line'), exited])
  return cwd
}

test('the five steps of the README work as pasted', async (context) => {
  const cwd = await startDemo(context)
  const commands = commandsUnder('The five steps of an integration')
  const script = `${commands}\nprintf '\\n%s\\n%s\\n' "$ARRIVED" "$TOKENS"\n`
  const shell = spawn('sh', ['-eu', '-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err] = await Promise.all([text(shell.stdout), text(shell.stderr)])
  assert.equal(err, '')
  const documents = [...out.matchAll(/\{[^{}]*\}/g)].map(([document]) => JSON.parse(document))
  const [me, refreshed, reused, tokens] = documents
  assert.match(out, /^https:\/\/urltoclient:4443\/\?code=mdt_ac_/m)
  assert.ok(me, out)
  const fields = ['scope', 'access_token', 'token_type', 'expires_in', 'refresh_token']
  for (const answer of [tokens, refreshed]) assert.deepEqual(Object.keys(answer), fields)
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token)
  assert.equal(reused.error, 'invalid_grant')
})
