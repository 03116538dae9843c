/**
 * `npm test`: every test in the repository, on the project's own Node, closed by the test runner's
 * summary. Arguments narrow the run: `npm test -- packages/guard` or any option of `node --test`.
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'

const given = process.argv.slice(2)
const options = given.filter((argument) => argument.startsWith('-'))
const places = given.filter((argument) => !argument.startsWith('-'))
const everywhere = ['packages', 'examples', 'conformance', 'test']

const files = (places.length > 0 ? places : everywhere).flatMap((place) =>
  place.endsWith('.ts')
    ? [place]
    : globSync(`${place}/**/*.test.ts`, { exclude: ['**/node_modules/**'] }),
)

const runner = spawn(process.execPath, ['--test', '--test-concurrency=2', ...options, ...files], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', (code) => process.exit(code ?? 1))
