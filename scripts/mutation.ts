/**
 * `npm run mutation`: does a test notice when a line of `grants/`, `oauth/` or `oidc/` is wrong? Changes the code
 * in a copy, one place at a time, and writes what no test noticed to `docs/mutation.md`. Names of groups
 * (`scripts/mutation/groups.ts`) narrow the run; earlier results are kept. Exits with 1 if fewer
 * than 90 % are noticed in one of the folders, in `oidc/` 95 %.
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, exit, stderr, stdout } from 'node:process'
import { groups } from './mutation/groups.ts'
import { report, scoreOf } from './mutation/report.ts'
import { lastResult, mutate, repository } from './mutation/run.ts'

const LEAST_PERCENT = { grants: 90, oauth: 90, oidc: 95 }

const wanted = argv.slice(2)
const unknown = wanted.find((name) => !groups.some((group) => group.name === name))
if (unknown !== undefined) {
  const names = groups.map(({ name }) => name).join(', ')
  stderr.write(`There is no group ${unknown}; there are ${names}.\n`)
  exit(2)
}

for (const group of groups) {
  if (wanted.length > 0 && !wanted.includes(group.name)) continue
  stdout.write(`\n==> ${group.name}\n`)
  await mutate(group)
}

const missing = groups.filter((group) => lastResult(group) === undefined).map(({ name }) => name)
if (missing.length > 0) {
  stdout.write(`No report yet: run ${missing.join(', ')} too.\n`)
  exit(0)
}
const mutants = groups.flatMap((group) => lastResult(group) ?? [])
writeFileSync(join(repository, 'docs/mutation.md'), report(mutants))
for (const [folder, least] of Object.entries(LEAST_PERCENT)) {
  const score = scoreOf(mutants.filter(({ file }) => file.includes(`/src/${folder}/`)))
  stdout.write(`${folder}: ${score.toFixed(1)} % noticed\n`)
  if (score < least) process.exitCode = 1
}
