/**
 * The client scenarios of the MCP conformance suite that are about authorization, all of them, against
 * the client of examples/mcp: the suite plays the MCP server, the authorization server and, where there
 * is one, the enterprise. Its other client scenarios are about the protocol above, which is the SDK's.
 */

import assert from 'node:assert/strict'
import { execPath } from 'node:process'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runSuite, scenariosOf } from './suite.ts'

const client = fileURLToPath(new URL('./conformance-client.ts', import.meta.url))

/** For the revision that a scenario is tried at; without one the suite chooses. */
const RUNS = [
  { suite: 'auth', revision: '2025-06-18' },
  { suite: 'auth', revision: '2025-11-25' },
  { suite: 'auth', revision: '2026-07-28' },
  { suite: 'draft', revision: '2026-07-28' },
  { suite: 'backcompat', revision: '2025-03-26' },
  { suite: 'extensions', revision: 'extension' },
] as const

/** Those scenarios of a suite that are about authorization, with the checks that did not pass. */
async function run(context: TestContext, { suite, revision }: (typeof RUNS)[number]) {
  const dated = suite === 'auth' ? ['--spec-version', revision] : []
  const command = `${execPath} ${client}`
  const options = ['--command', command, '--suite', suite, '--timeout', '120000', ...dated]
  const { checks, output } = await runSuite(context, ['client', ...options])
  const about = [...checks].filter(([scenario]) => scenario.startsWith('auth/'))
  for (const [scenario, made] of about) {
    const good = made.filter(({ status }) => status === 'SUCCESS')
    const bad = made.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    assert.deepEqual(bad, [], `${scenario} ${revision}\n${output}`)
    assert.ok(good.length > 0, `${scenario} ${revision} tried nothing\n${output}`)
    context.diagnostic(`${scenario} ${revision}: ${good.length} checks passed`)
  }
  return about.map(([scenario]) => `${scenario} ${revision}`)
}

test('the client passes every authorization scenario of the MCP suite, in each revision', async (context) => {
  const tried: string[] = []
  for (const which of RUNS) tried.push(...(await run(context, which)))

  const all = [...(await scenariosOf('client'))].filter(([name]) => name.startsWith('auth/'))
  const wanted = all.flatMap(([name, revisions]) => revisions.map((one) => `${name} ${one}`))
  assert.deepEqual(tried.toSorted(), wanted.toSorted())
})
