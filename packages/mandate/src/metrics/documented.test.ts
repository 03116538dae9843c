import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { createMetrics } from './metrics.ts'
import { workerCounts } from './worker-counts.ts'

const docs = new URL('../../../../docs/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, docs), 'utf8')

/** Every metric of ours that a server shows, by the name of its series. */
async function shown(): Promise<readonly string[]> {
  const metrics = createMetrics({ issuer: 'https://login.example' })
  metrics.observe({
    kind: 'request.answered',
    endpoint: '/oauth2/token',
    status: 200,
    milliseconds: 1,
  })
  const store = { readUnits: 0, readTransactions: 0, readWaitingMs: 0, waitingUnits: 0 }
  metrics.watchStore(() => ({ ...store, writeUnits: 0, writeTransactions: 0, writeWaitingMs: 0 }))
  const sweep = { lagSeconds: 0, removedTotal: 0, batches: 0, longestBatchMs: 0, failures: 0 }
  metrics.watchSweep(() => sweep)
  metrics.watchJobs(async () => new Map())
  metrics.watchClock(() => undefined)
  metrics.watchSettings(() => 1)
  metrics.watchLog(() => 0)
  const workers = workerCounts({ serving: () => [], deaths: () => 0 })
  const text = `${await metrics.text()}\n${await workers()}`
  return [...text.matchAll(/^# TYPE (mandate_\w+)/gm)].map(([, name]) => name ?? '')
}

test('the guide names every metric there is, and no other', async () => {
  const named = [...read('guides/operator.md').matchAll(/`(mandate_\w+)/g)].map(([, name]) => name)
  assert.deepEqual([...new Set(named)].sort(), [...(await shown())].sort())
})

test('the alerts are about metrics that there are', async () => {
  const { groups } = parse(read('alerts.yaml'))
  const rules: readonly { readonly expr: string }[] = groups[0].rules
  assert.equal(rules.length, 6)
  const names = await shown()
  const used = rules.flatMap(({ expr }) => [...expr.matchAll(/mandate_[a-z_]+/g)].map(String))
  assert.ok(used.length >= 5)
  for (const name of used) assert.ok(names.includes(name.replace(/_bucket$/, '')), name)
})
