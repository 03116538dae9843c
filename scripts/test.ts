/**
 * `npm test`: every test in the repository, on the project's own Node, closed by the test runner's
 * summary. Arguments narrow the run: `npm test -- packages/guard`, a single file, or any option of
 * `node --test` (an option's value follows its `=`).
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { argv, execPath, exit, stderr } from 'node:process'

const given = argv.slice(2)
const options = given.filter((argument) => argument.startsWith('-'))
const places = given.filter((argument) => !argument.startsWith('-'))
const everywhere = ['packages', 'examples', 'conformance', 'test']

function testsIn(place: string): string[] {
  const pattern = place.endsWith('.ts') ? place : `${place}/**/*.test.ts`
  return globSync(pattern, { exclude: ['**/node_modules/**'] }).sort()
}

for (const place of places.filter((place) => testsIn(place).length === 0)) {
  stderr.write(`There is no test in ${place}; name a folder or a file of this repository.\n`)
  exit(2)
}

const files = (places.length > 0 ? places : everywhere).flatMap(testsIn)
const runner = spawn(
  execPath,
  ['--test', `--test-concurrency=${availableParallelism()}`, ...options, ...files],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', (code, signal) => exit(signal ? 128 + constants.signals[signal] : (code ?? 1)))
