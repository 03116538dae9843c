import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serveMetrics } from './metrics.ts'
import { freePort } from './ports.ts'
import { RuntimeRefused } from './refused.ts'

const metricsHost = '127.0.0.1'
const text = async () => 'mandate_workers 1\n'

test('a second server on one machine starts without metrics, and says so', async () => {
  const told: string[] = []
  const serve = () =>
    serveMetrics({ metricsHost, metricsPort: null }, { text, tell: (line) => told.push(line) })
  const first = await serve()
  told.length = 0
  assert.equal(await serve(), undefined)
  assert.match(told.join('\n'), /^There are no metrics, because port 9464 .* --metrics-port/)
  await first?.close()
})

test('an explicit port that is in use is an error that names the flag', async () => {
  const metricsPort = await freePort(metricsHost)
  const serve = () => serveMetrics({ metricsHost, metricsPort }, { text, tell: assert.fail })
  const first = await serve()
  await assert.rejects(serve(), (error) => {
    assert.ok(error instanceof RuntimeRefused)
    assert.match(error.message, /in use by another program.*--metrics-port/)
    return true
  })
  const address = `http://${metricsHost}:${metricsPort}`
  const response = await fetch(`${address}/metrics`)
  assert.equal(await response.text(), await text())
  assert.equal((await fetch(`${address}/metrics`, { method: 'POST' })).status, 404)
  assert.equal((await fetch(address)).status, 404)
  await first?.close()
})

test('port 0 turns metrics off', async () => {
  assert.equal(
    await serveMetrics({ metricsHost, metricsPort: 0 }, { text, tell: assert.fail }),
    undefined,
  )
})
