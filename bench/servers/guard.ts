/**
 * An API's process that checks tokens with @mandate/guard, 64 at once: one token over and over, or
 * each of many once.
 */

import { performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { createGuard } from '../../packages/guard/src/index.ts'
import { serveParent } from './answering.ts'

const CALLERS = 64
/** Then the guard may hear from the server. Checks from memory alone would never let it. */
const CHECKS_PER_TURN = 1_000
const [issuer = '', clientId = '', clientSecret = '', resource = ''] = process.argv.slice(2)
const guard = createGuard({ issuer, clientId, clientSecret, resource })

type Question =
  | { readonly opaque: string; readonly tokens: readonly string[] }
  | { readonly seconds: number }

let requests: readonly { readonly rawHeaders: readonly string[] }[] = []

serveParent<Question>({}, async (question) => {
  if ('seconds' in question) return check(question.seconds)
  requests = question.tokens.map(requestWith)
  // Before the guard hears of revocations, it asks the server about every token.
  while (guard.statistics().stream !== 'live') {
    await guard.check(requestWith(question.opaque))
    await setTimeout(20)
  }
  return undefined
})

async function check(seconds: number) {
  const started = performance.now()
  const end = started + seconds * 1000
  const [only, ...others] = requests
  const isOnce = others.length > 0
  const asked = guard.statistics().asked
  let count = 0
  const caller = async () => {
    while (performance.now() < end) {
      const request = isOnce ? requests[count] : only
      if (request === undefined) return
      count += 1
      if (count % CHECKS_PER_TURN === 0) await setImmediate()
      const outcome = await guard.check(request)
      if (outcome.outcome !== 'granted') throw new Error(`the guard says ${outcome.outcome}`)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  if (isOnce && guard.statistics().asked > asked) throw new Error('the guard asked the server')
  return { count, seconds: (performance.now() - started) / 1000 }
}

function requestWith(token: string) {
  return { rawHeaders: ['Authorization', `Bearer ${token}`] }
}
