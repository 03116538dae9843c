/**
 * `npm test`: every test in the repository, on the project's own Node, closed by the test runner's
 * summary. Arguments narrow the run: `npm test -- packages/guard`, a single file, or any option of
 * `node --test` (an option's value follows its `=`).
 *
 * Tests with `postgres` in their path share one PostgreSQL server: the one that `TEST_DATABASE_URL`
 * names, or one that is started here and ends with them.
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { argv, env, execPath, exit, stderr } from 'node:process'
import { startEmbeddedServer } from '../packages/mandate/src/store/postgres/embedded-server.ts'

const given = argv.slice(2)
const options = given.filter((argument) => argument.startsWith('-'))
const places = given.filter((argument) => !argument.startsWith('-'))
const ruleFiles = 'conformance/rules'
const everywhere = ['packages', 'examples', 'conformance', 'fuzz', 'crash', 'bench', 'test']

function testsIn(place: string): string[] {
  const pattern = place.endsWith('.ts') ? place : `${place}/**/*.test.ts`
  // Unless they are named, the rules run together in conformance/suite.test.ts, on one server.
  const inSuite = place.startsWith(ruleFiles) ? [] : [`${ruleFiles}/**`]
  return globSync(pattern, { exclude: ['**/node_modules/**', ...inSuite] }).sort()
}

for (const place of places.filter((place) => testsIn(place).length === 0)) {
  stderr.write(`There is no test in ${place}; name a folder or a file of this repository.\n`)
  exit(2)
}

const files = (places.length > 0 ? places : everywhere).flatMap(testsIn)
const needsServer = !env['TEST_DATABASE_URL'] && files.some((file) => file.includes('postgres'))
const server = needsServer ? await startEmbeddedServer() : undefined
const runner = spawn(
  execPath,
  ['--test', `--test-concurrency=${availableParallelism()}`, ...options, ...files],
  { stdio: 'inherit', env: { ...env, ...(server && { TEST_DATABASE_URL: server.url }) } },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', async (code, signal) => {
  await server?.remove()
  exit(signal ? 128 + constants.signals[signal] : (code ?? 1))
})
