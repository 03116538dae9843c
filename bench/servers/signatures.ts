/** The limit of everything that is signed: `node:crypto` alone, over and over with one key. */

import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { serveParent } from './answering.ts'

const INPUT = randomBytes(400)
const BATCH = 10

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const es256 = { key: ec.privateKey, dsaEncoding: 'ieee-p1363' } as const
const signature = sign('sha256', INPUT, es256)
const acts: Readonly<Record<string, () => unknown>> = {
  'signing with ES256': () => sign('sha256', INPUT, es256),
  'signing with RS256': () => sign('sha256', INPUT, rsa.privateKey),
  'verifying ES256': () => verify('sha256', INPUT, { ...es256, key: ec.publicKey }, signature),
}
const [name = ''] = process.argv.slice(2)
const act = acts[name]
if (act === undefined) throw new Error(`unknown: ${name}`)

serveParent<{ seconds: number }>({}, async ({ seconds }) => {
  const started = performance.now()
  const end = started + seconds * 1000
  let count = 0
  while (performance.now() < end) {
    for (let time = 0; time < BATCH; time++) act()
    count += BATCH
  }
  return { count, seconds: (performance.now() - started) / 1000 }
})
