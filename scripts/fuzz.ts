/**
 * `npm run fuzz`: the tests of `fuzz/` with 100,000 inputs for each property instead of a few hundred,
 * from a new seed each time. `--runs N` and `--seed S` set both; file names narrow the run.
 */

import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { globSync } from 'node:fs'
import { argv, execPath, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
})

function wholeNumber(name: 'runs' | 'seed', usual: number): number {
  const text = values[name] ?? String(usual)
  if (/^\d{1,10}$/.test(text)) return Number(text)
  stderr.write(`--${name} is "${text}"; give a whole number\n`)
  return exit(2)
}

const runs = wholeNumber('runs', 100_000)
const seed = wholeNumber('seed', randomInt(2 ** 31))
const files = positionals.length > 0 ? positionals : globSync('fuzz/**/*.test.ts').sort()

stdout.write(`Fuzzing with ${runs} inputs for each property; the same again with --seed ${seed}\n`)
const runner = spawn(execPath, ['--test', '--test-concurrency=2', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', (code) => {
  if (code !== 0) stderr.write(`To see this again: npm run fuzz -- --seed ${seed} FILE\n`)
  exit(code ?? 1)
})
