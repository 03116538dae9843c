/**
 * Whether somebody can find out who has an account (SCENARIO 50): the same question about addresses
 * with and without one, in pairs and in random order, so that whatever slows the machine slows both.
 */

import { performance } from 'node:perf_hooks'
import { compareRanks, median, type Ranked } from './rank-test.ts'

/** One request about the address; `number` is that of the pair. */
export type Question = (email: string, number: number) => Promise<Response>

export interface Pair {
  readonly known: string
  readonly unknown: string
}

export interface Measured extends Ranked {
  readonly pairs: number
  /** Milliseconds. */
  readonly medians: { readonly known: number; readonly unknown: number }
  /** What was different in an answer besides the time; undefined for nothing. */
  readonly difference: string | undefined
}

/**
 * A difference in time of which nobody can say that it is chance: it is that unlikely, and so large
 * that a few hundred questions show it.
 */
export function tellsApart({ larger, probability, difference }: Measured): boolean {
  return difference !== undefined || (probability < 1e-6 && Math.abs(larger - 0.5) > 0.15)
}

export async function measure(
  question: Question,
  pairs: readonly Pair[],
  random: () => number,
): Promise<Measured> {
  const times = { known: [] as number[], unknown: [] as number[] }
  let difference: string | undefined
  for (const [number, pair] of pairs.entries()) {
    const order = random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    const said: Record<string, string> = {}
    for (const which of order) {
      const began = performance.now()
      const response = await question(pair[which], number)
      const body = await response.text()
      times[which].push(performance.now() - began)
      said[which] = shown(response, body, pair[which])
    }
    if (said['known'] !== said['unknown']) {
      difference ??= `with an account:\n${said['known']}\nwithout:\n${said['unknown']}`
    }
  }
  // The first ones compile what the others use.
  const warm = (all: readonly number[]) => all.slice(Math.ceil(all.length / 10))
  const [known, unknown] = [warm(times.known), warm(times.unknown)]
  return {
    ...compareRanks(known, unknown),
    pairs: known.length,
    medians: { known: median(known), unknown: median(unknown) },
    difference,
  }
}

/** Everything that the answer says, without the address and what is random. */
function shown(response: Response, body: string, email: string): string {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, ''))
  const headers = [...response.headers]
    .filter(([name]) => !['date', 'set-cookie', 'content-length', 'x-request-id'].includes(name))
    .map(([name, value]) => `${name}: ${value}`)
  return [response.status, ...headers, ...cookies, body.replaceAll(email, '')].join('\n')
}

/** A line for people. */
export function told(name: string, measured: Measured): string {
  const { pairs, medians, larger, probability, difference } = measured
  const ms = (value: number) => value.toFixed(2)
  return (
    `${name}: with an account ${ms(medians.known)} ms, without ${ms(medians.unknown)} ms ` +
    `(medians of ${pairs} pairs); an answer with an account takes longer in ` +
    `${(100 * larger).toFixed(1)} %, p = ${probability.toPrecision(2)}; ` +
    `${difference === undefined ? 'status, headers and body are equal' : 'the answers differ'}`
  )
}
