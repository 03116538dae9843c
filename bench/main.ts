/**
 * `npm run bench`: what the daily work of an authorization server costs with Mandate, next to the
 * machine's limits and its peers, all in one run.
 *
 *     npm run bench                  all of it, in under ten minutes; writes docs/performance.md
 *     npm run bench -- --rounds 7    more rounds, or longer ones with --seconds 2
 *     npm run bench -- --quick       three servers, in seconds; ends with 1 where Mandate became slow
 *     npm run bench -- --against DIR the token path here next to that of another checkout
 *     npm run bench -- --profile     where the processor time of Mandate goes
 *     npm run bench -- --document    writes docs/performance.md again, from the results that are kept
 *
 * `stage.ts` starts everything, `rounds.ts` distributes the work, `subjects/` knows how to send each,
 * `load/` sends it, `measure/` reads what the operating system counted, `report/` reports it.
 */

import { resolve } from 'node:path'
import { argv, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import {
  againstText,
  figuresText,
  profilesText,
  standingText,
  targetsText,
} from './report/terminal.ts'
import { keepProfiles, keepResults, writeDocuments } from './report/write.ts'
import { runAgainst } from './runs/against.ts'
import { runFull } from './runs/full.ts'
import { runProfile } from './runs/profile.ts'
import { endProgress, showProgress } from './runs/progress.ts'
import { runQuick } from './runs/quick.ts'

const FEWEST_ROUNDS = 5
const CONNECTIONS = 64

// Uses `exit`, so that the servers of an interrupted run stop too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    rounds: { type: 'string', default: String(FEWEST_ROUNDS) },
    seconds: { type: 'string', default: '0.8' },
    quick: { type: 'boolean', default: false },
    against: { type: 'string' },
    profile: { type: 'boolean', default: false },
    document: { type: 'boolean', default: false },
  },
})

if (values.quick) {
  const { figures, verdicts } = await runQuick(showProgress)
  endProgress()
  stdout.write(`${figuresText({ figures })}\n`)
  for (const { said, fine } of verdicts) stdout.write(`${fine ? 'fine' : 'SLOW'}: ${said}\n`)
  if (!verdicts.every(({ fine }) => fine)) process.exitCode = 1
} else if (values.against !== undefined) {
  const { rounds, seconds } = readPlan()
  const against = await runAgainst(resolve(values.against), { rounds, seconds }, showProgress)
  endProgress()
  stdout.write(`${figuresText(against)}\n${againstText(against.compared)}`)
} else if (values.profile) {
  const profiles = await runProfile(showProgress)
  endProgress()
  keepProfiles(profiles)
  stdout.write(`${profilesText(profiles)}\nThe profiles are in build/profiles.\n`)
  tell(writeDocuments())
} else if (values.document) {
  tell(writeDocuments())
} else {
  const { rounds, seconds } = readPlan()
  const results = await runFull({ rounds, seconds, connections: CONNECTIONS }, showProgress)
  endProgress()
  keepResults(results)
  stdout.write(
    [figuresText(results), standingText(results.servers), targetsText(results)].join('\n'),
  )
  tell(writeDocuments())
}

function readPlan(): { readonly rounds: number; readonly seconds: number } {
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  if (!(rounds >= FEWEST_ROUNDS && Number.isInteger(rounds) && seconds > 0)) {
    stderr.write(
      `--rounds takes a whole number from ${FEWEST_ROUNDS} on, --seconds what is above 0.\n`,
    )
    process.exit(2)
  }
  return { rounds, seconds }
}

function tell(paths: readonly string[]): void {
  for (const path of paths) stdout.write(`written: ${path}\n`)
}
