/** Parses the command line. */

import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { edits } from './sabotage/edits.ts'
import type { EngineName } from './storage/storage.ts'

export const USAGE = `Usage: npm run crash -- [options]

  --minutes N          how long faults strike on each engine (1; fractions are fine)
  --seed N             the schedule of faults and of the clients (a new one each time)
  --engine NAME        sqlite, postgres or both (both)
  --json               print JSON instead of text
  --out FILE           also write the JSON to a file
  --shared-tokens      the clients are processes that share a refresh token through a file
  --sabotage NAME      break the server first; the checker must find it:
${Object.entries(edits)
  .map(([name, { means }]) => `                         ${name}: ${means}`)
  .join('\n')}
  --document FILE…     no run: write docs/reliability.md from JSON written before

Ends with 1 where anything was lost, with 2 where it was called wrongly.`

export type Options =
  | {
      readonly act: 'run'
      readonly seconds: number
      readonly seed: number
      readonly engines: readonly EngineName[]
      readonly json: boolean
      readonly out: string | undefined
      readonly sabotage: string | null
      /** Whether the clients are fleets that share tokens. */
      readonly isShared: boolean
    }
  | { readonly act: 'document'; readonly files: readonly string[] }
  | { readonly act: 'help' }
  | { readonly act: 'refuse'; readonly because: string }

export function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string', default: String(randomInt(2 ** 31)) },
        engine: { type: 'string', default: 'both' },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        sabotage: { type: 'string' },
        'shared-tokens': { type: 'boolean', default: false },
        document: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const { engine, json, out, sabotage = null } = values
    if (values.help) return { act: 'help' }
    if (values.document) {
      if (positionals.length === 0) return refuse('--document needs the JSON files of runs')
      return { act: 'document', files: positionals }
    }
    if (positionals.length > 0) return refuse(`there is no argument "${positionals[0]}"`)
    const minutes = Number(values.minutes)
    if (!(minutes >= 0.05 && minutes <= 1440)) {
      return refuse(`--minutes is "${values.minutes}"; give a number from 0.05 to 1440`)
    }
    if (!/^\d{1,10}$/.test(values.seed)) {
      return refuse(`--seed is "${values.seed}"; give a whole number`)
    }
    if (engine !== 'sqlite' && engine !== 'postgres' && engine !== 'both') {
      return refuse(`--engine is "${engine}"; give sqlite, postgres or both`)
    }
    if (sabotage !== null && !(sabotage in edits)) {
      return refuse(`--sabotage is "${sabotage}"; give ${Object.keys(edits).join(' or ')}`)
    }
    const engines: readonly EngineName[] = engine === 'both' ? ['sqlite', 'postgres'] : [engine]
    const seed = Number(values.seed)
    const isShared =
      values['shared-tokens'] || (sabotage !== null && edits[sabotage]?.isShared === true)
    return { act: 'run', seconds: minutes * 60, seed, engines, json, out, sabotage, isShared }
  } catch (error) {
    return refuse((error as Error).message)
  }
}

function refuse(because: string): Options {
  return { act: 'refuse', because }
}
