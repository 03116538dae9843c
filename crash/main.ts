/**
 * `npm run crash`: the crash laboratory. Kills servers, databases and clients and cuts connections
 * while clients refresh, and then has an independent checker look for broken promises.
 * `run.ts` is one run, `options.ts` has the flags.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { argv, exit, stderr, stdout } from 'node:process'
import { longRun } from './conditions.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { documentOf } from './report/document.ts'
import { type Report, reportOf } from './report/report.ts'
import { summaryOf } from './report/summary.ts'
import { type Run, runOnce } from './run.ts'
import { runSabotaged } from './sabotage/run.ts'
import { longSharedRun } from './shared-tokens/conditions.ts'
import { runShared } from './shared-tokens/run.ts'

async function runAll(options: Options & { readonly act: 'run' }): Promise<number> {
  const { seconds, seed, engines, json, out, sabotage, isShared } = options
  const runs: Run[] = []
  if (!json) stdout.write(`Seed ${seed}; the same schedule again with --seed ${seed}\n`)
  for (const engine of sabotage === 'no-sync' ? (['sqlite'] as const) : engines) {
    const run = await (sabotage !== null
      ? runSabotaged(sabotage, { engine, seed })
      : isShared
        ? runShared(longSharedRun({ engine, seed, seconds }))
        : runOnce(longRun({ engine, seed, seconds })))
    runs.push(run)
    if (!json) stdout.write(`\n${summaryOf(run)}`)
  }
  const text = `${JSON.stringify(reportOf(runs), null, 2)}\n`
  if (json) stdout.write(text)
  if (out !== undefined) writeFileSync(out, text)
  return runs.some(({ judged }) => judged.violations.length > 0) ? 1 : 0
}

function writeDocument(files: readonly string[]): number {
  const reports = files.map((file): Report => JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(new URL('../docs/reliability.md', import.meta.url), documentOf(reports))
  stderr.write('docs/reliability.md is written.\n')
  return 0
}

async function main(): Promise<number> {
  const options = readOptions(argv.slice(2))
  switch (options.act) {
    case 'help':
      stdout.write(`${USAGE}\n`)
      return 0
    case 'refuse':
      stderr.write(`${options.because}\n\n${USAGE}\n`)
      return 2
    case 'document':
      return writeDocument(options.files)
    case 'run':
      return runAll(options)
  }
}

// A run's processes and files are removed with it, even if it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => exit(128 + constants.signals[signal]))
}
process.exitCode = await main()
