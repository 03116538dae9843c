/** Lets Stryker mutate one group, and stores the result under `build/mutation/`. */

import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import type { Group } from './groups.ts'

export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const results = join(repository, 'build/mutation')

/** The result of one change to the code. */
export interface Mutant {
  readonly file: string
  readonly line: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** Stryker's term: `Killed`, `Timeout`, `Survived`, `NoCoverage`, … */
  readonly status: string
}

/** Runs the group's tests against each of its mutants; minutes. Rejects if a test fails unmutated. */
export async function mutate(group: Group): Promise<void> {
  // The runner looks for a program called node; the machine's own may be too old.
  process.env['PATH'] = [join(repository, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  // Each mutant is a new process, and all of them read the same files.
  process.env['NODE_COMPILE_CACHE'] = join(results, 'compiled')
  await new Stryker({
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
    incrementalFile: resultFile(group),
    concurrency: 2,
    // A slow run on a busy machine must not count as a mutant that never ends.
    timeoutMS: 60_000,
    reporters: ['progress-append-only'],
    tempDirName: 'build/mutation/sandbox',
    ignorePatterns: ['/build', '/docs', '/bench', '/conformance', '/fuzz'],
    // TypeScript 7 has no API with which Stryker could rewrite a tsconfig.
    tsconfigFile: 'none',
    allowConsoleColors: false,
  }).runMutationTest()
}

/** The result of the group's last run; undefined if there was none. */
export function lastResult(group: Group): readonly Mutant[] | undefined {
  const path = resultFile(group)
  if (!existsSync(path)) return undefined
  const { files }: StrykerReport = JSON.parse(readFileSync(path, 'utf8'))
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ location, mutatorName, replacement = '', status }) => ({
      file,
      line: location.start.line,
      mutator: mutatorName,
      original: between(source, location),
      replacement,
      status,
    })),
  )
}

function resultFile({ name }: Group): string {
  return join(results, `${name}.incremental.json`)
}

/** The part of the mutation testing report schema that is read here. */
interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: Found[] }>>
}

interface Found {
  readonly location: { readonly start: Position; readonly end: Position }
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
}

interface Position {
  readonly line: number
  readonly column: number
}

/** Lines and columns count from one. */
function between(text: string, { start, end }: { start: Position; end: Position }): string {
  const lines = text.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  return lines
    .map((line, index) => {
      const from = index === 0 ? start.column - 1 : 0
      return line.slice(from, index === last ? end.column - 1 : undefined)
    })
    .join('\n')
}
