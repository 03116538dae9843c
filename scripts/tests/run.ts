/**
 * Runs test files on this Node, closed by the test runner's own summary and the processor time of the
 * run: the fast ones for `npm test`, those whose name ends in `.slow.test.ts` for `npm run test:slow`.
 *
 * Arguments narrow the run to a folder or a file, or are options of `node --test` (an option's value
 * follows its `=`). A file that is named runs in either command.
 *
 * Tests with `postgres` in their path share one PostgreSQL server: the one that `TEST_DATABASE_URL`
 * names, or one that is started here and stopped after them.
 */

import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { argv, env, execPath, exit, stderr } from 'node:process'
import { fileURLToPath } from 'node:url'
import { startEmbeddedServer } from '../../packages/mandate/test/store/embedded-server.ts'
import { inGroups } from './groups.ts'
import { processorTime } from './processor-time.ts'

export type Pace = 'fast' | 'slow'

/** How many files run at once beyond one for each processor: slow tests wait for others half the time. */
const MORE_FILES: Readonly<Record<Pace, number>> = { fast: 0, slow: 1 }

const ruleFiles = 'conformance/rules'
const everywhere = ['packages', 'examples', 'conformance', 'fuzz', 'crash', 'bench', 'test']

/** Runs what the command line asks for, and exits as the test runner did. */
export async function runTests(pace: Pace): Promise<void> {
  const given = argv.slice(2)
  const options = given.filter((argument) => argument.startsWith('-'))
  const places = given.filter((argument) => !argument.startsWith('-'))
  const files = (places.length > 0 ? places : everywhere).flatMap((place) => {
    const found = testsIn(place, pace)
    if (found.length > 0 || !places.includes(place)) return found
    stderr.write(`There is no test in ${place} that this command runs; name a folder or file.\n`)
    return exit(2)
  })
  const needsServer = !env['TEST_DATABASE_URL'] && files.some((file) => file.includes('postgres'))
  const server = needsServer ? await startEmbeddedServer() : undefined
  const runner = spawn(
    execPath,
    [
      '--test',
      `--test-concurrency=${availableParallelism() + MORE_FILES[pace]}`,
      ...options,
      // In groups, slow tests would only wait for each other.
      ...(places.length > 0 || pace === 'slow' ? files : inGroups(files)),
    ],
    {
      stdio: 'inherit',
      env: {
        // Each file is a process, and most of them read the same modules.
        NODE_COMPILE_CACHE: fileURLToPath(
          new URL('../../node_modules/.cache/tests', import.meta.url),
        ),
        ...env,
        ...(server && { TEST_DATABASE_URL: server.url }),
      },
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => runner.kill(signal))
  }
  runner.on('exit', async (code, signal) => {
    await server?.remove()
    const spent = processorTime()
    // Not on standard output, where a reporter may write a document.
    if (spent !== undefined) stderr.write(`processor time: ${spent}\n`)
    exit(signal ? 128 + constants.signals[signal] : (code ?? 1))
  })
}

/** The test files of a folder with one speed, or the one file of that name. */
function testsIn(place: string, pace: Pace): readonly string[] {
  if (place.endsWith('.ts')) return globSync(place)
  // Unless they are named, the rules run together in conformance/suite.test.ts, on one server.
  const inSuite = place.startsWith(ruleFiles) ? [] : [`${ruleFiles}/**`]
  const exclude = ['**/node_modules/**', ...inSuite]
  const all = globSync(`${place}/**/*.test.ts`, { exclude }).sort()
  return all.filter((file) => file.endsWith('.slow.test.ts') === (pace === 'slow'))
}
