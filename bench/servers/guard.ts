/** An API's process that checks one token over and over with @mandate/guard, 64 at once. */

import { performance } from 'node:perf_hooks'
import { createGuard } from '../../packages/guard/src/index.ts'
import { serveParent } from './answering.ts'

const CALLERS = 64
const [issuer = '', clientId = '', clientSecret = ''] = process.argv.slice(2)
const guard = createGuard({ issuer, clientId, clientSecret })

serveParent<{ seconds: number; token: string }>({}, async ({ seconds, token }) => {
  const request = { rawHeaders: ['Authorization', `Bearer ${token}`] }
  const started = performance.now()
  const end = started + seconds * 1000
  let count = 0
  const caller = async () => {
    while (performance.now() < end) {
      const outcome = await guard.check(request)
      if (outcome.outcome !== 'granted') throw new Error(`the guard says ${outcome.outcome}`)
      count += 1
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return { count, seconds: (performance.now() - started) / 1000 }
})
