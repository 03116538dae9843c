import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMerger } from './merge.ts'
import { createMetrics } from './metrics.ts'

const issuer = 'https://login.example'

/** The value of one series in the text format. */
function valueIn(text: string, series: string): number {
  const [line] = text.split('\n').filter((one) => one.startsWith(`${series} `))
  return Number(line?.split(' ').at(-1))
}

test('what several processes count is added up, and a counter never falls when one ends', async () => {
  const merger = createMerger<string>()
  const [one, other] = [createMetrics({ issuer }), createMetrics({ issuer })]
  for (let i = 0; i < 3; i++) one.observe({ kind: 'token.redeemed', outcome: 'advanced' })
  other.observe({ kind: 'token.redeemed', outcome: 'advanced' })
  one.observe({
    kind: 'request.answered',
    endpoint: '/oauth2/token',
    status: 200,
    milliseconds: 2,
  })
  other.observe({
    kind: 'request.answered',
    endpoint: '/oauth2/token',
    status: 200,
    milliseconds: 40,
  })
  const look = async () => {
    const text = await merger.text()
    const duration = 'mandate_http_request_duration_seconds'
    const labels = 'endpoint="/oauth2/token",status="2xx"'
    return [
      valueIn(text, 'mandate_redemptions_total{outcome="advanced"}'),
      valueIn(text, `${duration}_count{${labels}}`),
      valueIn(text, `${duration}_bucket{le="0.0025",${labels}}`),
      valueIn(text, `mandate_info{version="0.1.0",issuer="${issuer}"}`),
    ]
  }
  merger.update('one', await one.snapshot())
  merger.update('other', await other.snapshot())
  assert.deepEqual(await look(), [4, 2, 1, 1])
  merger.end('one')
  assert.deepEqual(await look(), [4, 2, 1, 1])
  merger.update('next', await createMetrics({ issuer }).snapshot())
  assert.deepEqual(await look(), [4, 2, 1, 1])
  other.observe({ kind: 'token.redeemed', outcome: 'advanced' })
  merger.update('other', await other.snapshot())
  merger.end('other')
  merger.end('next')
  assert.deepEqual((await look()).slice(0, 3), [5, 2, 1])
})

test('what is measured of a process goes when it ends', async () => {
  const merger = createMerger<string>()
  const metrics = createMetrics({ issuer })
  const sweep = { removedTotal: 7, batches: 1, longestBatchMs: 3, failures: 0 }
  metrics.watchSweep(() => ({ ...sweep, lagSeconds: 12 }))
  merger.update('one', await metrics.snapshot())
  assert.equal(valueIn(await merger.text(), 'mandate_sweep_lag_seconds'), 12)
  merger.end('one')
  const text = await merger.text()
  assert.doesNotMatch(text, /mandate_sweep_lag_seconds|process_resident_memory_bytes/)
  assert.equal(valueIn(text, 'mandate_sweep_removed_rows_total'), 7)
})
