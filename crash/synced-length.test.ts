import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { syncedLength } from './synced-length.ts'

const log = '/data/mandate.db-wal'
const write = (length: number, offset: number) =>
  `7 pwrite64(21<${log}>, ""..., ${length}, ${offset}) = ${length}`
const sync = `7 fdatasync(21<${log}>)            = 0`

async function lengthOf(...calls: readonly string[]): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-trace-'))
  try {
    const trace = join(directory, 'trace')
    writeFileSync(trace, [...calls, '7 +++ killed by SIGKILL +++', ''].join('\n'))
    return await syncedLength(trace, log)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

describe('the synced length of a log', () => {
  test('is what was written before its last sync, and not what was written after', async () => {
    assert.equal(await lengthOf(write(32, 0), write(4096, 32), sync, write(4096, 4128)), 4128)
  })

  test('is zero if nothing was synced, or only another file', async () => {
    assert.equal(await lengthOf(write(32, 0), write(4096, 32)), 0)
    const other = sync.replace('-wal', '')
    assert.equal(await lengthOf(write(32, 0), other), 0)
  })

  test('is not grown by a sync that failed', async () => {
    const failed = `7 fdatasync(21<${log}>) = -1 EIO (Input/output error)`
    assert.equal(await lengthOf(write(32, 0), failed), 0)
  })

  test('restarts with the log', async () => {
    assert.equal(await lengthOf(write(4096, 32), sync, write(32, 0)), 0)
  })
})
