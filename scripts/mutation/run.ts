/** Lets Stryker mutate one group, and keeps what came of it under `build/mutation/`. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import type { Group } from './groups.ts'

export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const results = join(repository, 'build/mutation')

/** What became of one change to the code. */
export interface Mutant {
  readonly file: string
  readonly line: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** Stryker's word for it: `Killed`, `Timeout`, `Survived`, `NoCoverage`, … */
  readonly status: string
}

/** Runs the group's tests against each of its mutants; minutes. Rejects where a test fails unmutated. */
export async function mutate(group: Group): Promise<readonly Mutant[]> {
  // The runner looks for a program called node; the machine's own may be too old.
  process.env['PATH'] = [join(repository, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const found = await new Stryker({
    mutate: [...group.mutate],
    testRunner: 'tap',
    plugins: ['@stryker-mutator/tap-runner'],
    tap: {
      testFiles: [...group.tests],
      nodeArgs: [
        ...['--import', './scripts/mutation/quick-properties.ts', '--test-reporter=tap'],
        ...['-r', '{{hookFile}}', '{{testFile}}'],
      ],
    },
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile: join(results, `${group.name}.incremental.json`),
    concurrency: 2,
    timeoutMS: 10_000,
    reporters: ['progress-append-only'],
    tempDirName: 'build/mutation/sandbox',
    ignorePatterns: ['/build', '/docs', '/bench', '/conformance', '/fuzz'],
    // TypeScript 7 has no programming interface with which Stryker could rewrite a tsconfig.
    tsconfigFile: 'none',
    allowConsoleColors: false,
  }).runMutationTest()
  const mutants = found.map(({ fileName, location, mutatorName, replacement, status }): Mutant => {
    const file = relative(repository, join(repository, relative(repository, fileName)))
    return {
      file,
      line: location.start.line + 1,
      mutator: mutatorName,
      original: between(readFileSync(join(repository, file), 'utf8'), location),
      replacement: replacement ?? '',
      status,
    }
  })
  mkdirSync(results, { recursive: true })
  writeFileSync(resultFile(group), `${JSON.stringify(mutants, null, 1)}\n`)
  return mutants
}

/** What the last run of the group came to; undefined where there was none. */
export function lastResult(group: Group): readonly Mutant[] | undefined {
  try {
    return JSON.parse(readFileSync(resultFile(group), 'utf8'))
  } catch {
    return undefined
  }
}

function resultFile({ name }: Group): string {
  return join(results, `${name}.json`)
}

interface Position {
  readonly line: number
  readonly column: number
}

/** Lines and columns count from zero. */
function between(text: string, { start, end }: { start: Position; end: Position }): string {
  const lines = text.split('\n').slice(start.line, end.line + 1)
  const last = lines.length - 1
  return lines
    .map((line, index) => {
      const from = index === 0 ? start.column : 0
      return line.slice(from, index === last ? end.column : undefined)
    })
    .join('\n')
}
