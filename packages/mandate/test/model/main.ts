/**
 * `npm run model`: explores the small bounds and the large ones and writes `docs/model.md`; takes some
 * minutes. With `--flaws` it removes one guard after the other and prints the shortest way to
 * break a law. Exits with 1 if a law is broken that should hold, or holds that should break.
 */

import { writeFileSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { flaws } from './flaws.ts'
import { fleetTables } from './fleets.ts'
import { LAWS } from './laws.ts'
import { check } from './model.ts'
import { type Explored, report, withLargeBounds } from './report.ts'
import { largeWorlds, type NamedBound, worlds } from './worlds.ts'

const [option] = argv.slice(2)
if (option !== undefined && option !== '--flaws') {
  stderr.write(
    `There is no option ${option}; there is --flaws, which shows what each guard is for.\n`,
  )
  exit(2)
}

const foundOut = flaws.map(({ flaw, breaks, where, rules }) => {
  const { counterexample } = check(worlds[where].bound, rules, [breaks])
  if (counterexample === null) fail(`No way was found to break ${breaks} if ${flaw}.`)
  const { steps } = counterexample
  if (option === '--flaws')
    stdout.write(tell(`Where ${flaw}, this is broken: ${LAWS[breaks]}`, steps))
  return { flaw, breaks, steps }
})
if (option === '--flaws') exit()

const small = Object.values(worlds).map(exploreAll)
const large = largeWorlds.map(exploreAll)
const page = new URL('../../../../docs/model.md', import.meta.url)
writeFileSync(page, withLargeBounds(report(small, foundOut), large, fleetTables()))

function exploreAll(named: NamedBound): Explored {
  const exploration = check(named.bound)
  const { states, transitions, counterexample } = exploration
  stdout.write(`${named.name}: ${states} states, ${transitions} transitions\n`)
  if (counterexample !== null) fail(tell(LAWS[counterexample.law], counterexample.steps))
  return { ...named, exploration }
}

function tell(title: string, steps: readonly string[]): string {
  return `${title}\n${steps.map((step, place) => `  ${place + 1}. ${step}\n`).join('')}\n`
}

function fail(what: string): never {
  stderr.write(`${what}\n`)
  exit(1)
}
