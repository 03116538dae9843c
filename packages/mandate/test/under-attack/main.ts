/**
 * `npm run simulate:sign-in [SEED]`: every attacker against the owner in every situation; writes
 * `docs/sign-in-under-attack.md`. Takes half a minute. Exits with 1 if the owner is kept out once.
 */

import { writeFileSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { keptOut, type Reported, report } from './report.ts'
import { simulateAll, whole } from './simulation.ts'

const [given = '45'] = argv.slice(2)
const seed = Number(given)
if (!Number.isSafeInteger(seed)) {
  stderr.write(`A seed is a whole number, and ${given} is none.\n`)
  exit(2)
}

const all: Reported[] = []
for await (const attacked of simulateAll(seed)) {
  const { attacker, guesses } = attacked
  const { length } = keptOut(attacked)
  stdout.write(`${attacker.name}: ${length} kept out, ${guesses} guesses in a day\n`)
  all.push(attacked)
}
writeFileSync(
  new URL('../../../../docs/sign-in-under-attack.md', import.meta.url),
  report(all, { seed, ...whole }),
)
const failures = all.flatMap(keptOut)
for (const failure of failures) stderr.write(`Kept out by ${failure}\n`)
if (failures.length > 0) exit(1)
