import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testTokenStore } from '../store-contract.ts'
import { fileStore } from './file.ts'

const ended = { stage: 'ended', because: 'invalid_grant', endedAt: 1 } as const

async function inDirectory(check: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'mandate-store-'))
  try {
    await check(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

testTokenStore('fileStore', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mandate-store-'))
  return {
    one: fileStore(join(directory, 'made/on/demand')),
    other: fileStore(join(directory, 'made/on/demand')),
    close: () => rm(directory, { recursive: true }),
  }
})

/** A process that counts a grant's version up as fast as it can, telling each success. */
function startCounter(directory: string, rounds: number) {
  const program = `
    const { fileStore } = await import(${JSON.stringify(new URL('file.ts', import.meta.url).href)})
    const store = fileStore(${JSON.stringify(directory)})
    for (let done = 0; done < ${rounds}; ) {
      const { version = 0 } = (await store.load('k')) ?? {}
      if (!(await store.save('k', ${JSON.stringify(ended)}, version))) continue
      process.stdout.write(version + 1 + '\\n')
      done++
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const saved: number[] = []
  child.stdout.setEncoding('utf8').on('data', (lines: string) => {
    saved.push(...lines.trim().split('\n').map(Number))
  })
  return { child, saved, closed: once(child, 'close') }
}

describe('fileStore between processes', () => {
  it('lets each version be written by one process only', () =>
    inDirectory(async (directory) => {
      const counters = [1, 2, 3].map(() => startCounter(directory, 50))
      await Promise.all(counters.map(({ closed }) => closed))
      const versions = counters.flatMap(({ saved }) => saved).sort((a, b) => a - b)
      assert.deepEqual(
        versions,
        Array.from({ length: 150 }, (_, n) => n + 1),
      )
    }))

  it('keeps what a killed process saved, and takes its lock away', () =>
    inDirectory(async (directory) => {
      const store = fileStore(directory)
      for (let kill = 0; kill < 8; kill++) {
        const { child, saved, closed } = startCounter(directory, 1_000_000)
        await once(child.stdout, 'data')
        await sleep(Math.random() * 20)
        child.kill('SIGKILL')
        await closed
        const version = (await store.load('k'))?.version ?? 0
        assert.ok(version >= Math.max(...saved), `${version} is older than what was promised`)
        assert.equal(await store.save('k', ended, version), true)
      }
    }))

  it('takes away a lock whose process is gone, though many wait for it', () =>
    inDirectory(async (directory) => {
      const child = spawn(process.execPath, ['-e', ''])
      await once(child, 'exit')
      const store = fileStore(directory)
      await store.save('k', ended, 0)
      const [file = ''] = (await readdir(directory)).filter((name) => name.endsWith('.json'))
      const owner = { pid: child.pid, host: hostname(), nonce: 'of-the-dead' }
      await writeFile(join(directory, `${file}.lock`), JSON.stringify(owner))
      const saves = await Promise.all(Array.from({ length: 10 }, () => store.save('k', ended, 1)))
      assert.equal(saves.filter((won) => won).length, 1)
      assert.deepEqual(await readdir(directory), [file])
    }))
})

describe('a file of fileStore', () => {
  it('can be read by its owner alone, whatever the key is called', () =>
    inDirectory(async (directory) => {
      await fileStore(directory).save('../../etc/passwd', ended, 0)
      const [name = '', ...others] = await readdir(directory)
      assert.deepEqual(others, [])
      assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600)
    }))

  it('that was damaged is named, left alone, and not quoted', () =>
    inDirectory(async (directory) => {
      const store = fileStore(directory)
      await store.save('k', ended, 0)
      const [name = ''] = await readdir(directory)
      for (const damage of ['{"refreshToken":"secret', '', '[]', '{"record":{},"version":1}']) {
        await writeFile(join(directory, name), damage)
        const named = (error: Error) =>
          error.message.includes(name) && !`${error.stack}`.includes('secret')
        await assert.rejects(store.load('k'), named)
        await assert.rejects(store.save('k', ended, 1), named)
        assert.equal(await readFile(join(directory, name), 'utf8'), damage)
      }
    }))
})
