/**
 * `npm run check`: everything required of the code besides passing tests. All checks run at once; each
 * gets a line, a failed one also its whole output and what to do about it. Exits with 1 if any failed.
 */

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { stdout } from 'node:process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

export interface Check {
  readonly name: string
  /** A program of node_modules/.bin and its arguments. */
  readonly command: readonly [program: string, ...parameters: string[]]
  readonly remedy: string
}

export interface CheckResult {
  readonly check: Check
  readonly passed: boolean
  readonly seconds: number
  /** The program's output, standard output first. */
  readonly output: string
}

export const checks: readonly Check[] = [
  {
    name: 'types',
    command: ['tsc', '--project', '.'],
    remedy: 'See a file alone with your editor, or all again with: npx tsc -p .',
  },
  {
    name: 'format and lint',
    command: ['biome', 'check', '--error-on-warnings', '--max-diagnostics=200'],
    remedy: 'Fix most of it with: npx biome check --write',
  },
  {
    name: 'dependency rules',
    command: ['depcruise', '--config', '.dependency-cruiser.ts', '--output-type', 'err-long', '.'],
    remedy: 'The arrows are explained in ARCHITECTURE.md and .dependency-cruiser.ts.',
  },
  {
    name: 'unused code',
    command: ['knip', '--no-progress', '--no-config-hints'],
    remedy: 'Delete unused code; code used only in its own file needs no export.',
  },
]

/** Runs one check on the repository in `directory`, with the programs from this one. */
export async function runCheck(check: Check, directory: string): Promise<CheckResult> {
  const [program, ...parameters] = check.command
  const started = performance.now()
  const path = join(repository, 'node_modules/.bin', program)
  const child = spawn(process.execPath, [path, ...parameters], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(status === 0))
  })
  const [out, err, passed] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { check, passed, seconds: (performance.now() - started) / 1000, output: out + err }
}

function line({ check, passed, seconds }: CheckResult): string {
  const sign = passed ? styleText('green', '✓') : styleText('red', '✗')
  const width = Math.max(...checks.map(({ name }) => name.length))
  return `${sign} ${check.name.padEnd(width)}  ${seconds.toFixed(1).padStart(4)} s`
}

async function main(): Promise<void> {
  const results = await Promise.all(
    checks.map(async (check) => {
      const result = await runCheck(check, repository)
      stdout.write(`${line(result)}\n`)
      return result
    }),
  )
  for (const { check, output } of results.filter(({ passed }) => !passed)) {
    stdout.write(`\n${styleText('bold', check.name)}: ${check.command.join(' ')}\n\n`)
    stdout.write(`${output.trim()}\n\n${check.remedy}\n`)
    process.exitCode = 1
  }
}

if (import.meta.main) await main()
