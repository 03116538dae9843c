import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testTokenStore } from '../store-contract.ts'
import { fileStore } from './file.ts'
import { acquireLock } from './file-lock.ts'
import { space, startOf } from './this-process.ts'

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
      const owner = { ...space, pid: child.pid, start: '1', nonce: 'of-the-dead' }
      await writeFile(join(directory, `${file}.lock`), JSON.stringify(owner))
      const saves = await Promise.all(Array.from({ length: 10 }, () => store.save('k', ended, 1)))
      assert.equal(saves.filter((won) => won).length, 1)
      assert.deepEqual(await readdir(directory), [file])
    }))
})

describe('a lock of fileStore', () => {
  const nobody = 2 ** 22 + 1
  const start = startOf(process.pid)
  for (const [what, owner, isTaken] of [
    ['of another container with the same host name', { ...space, namespace: 'pid:[1]' }, false],
    ['of another machine with the same host name', { ...space, boot: 'another' }, false],
    ['of a program from before containers were told apart', { host: space.host }, false],
    ['whose process is gone', space, true],
  ] as const) {
    it(`${what} is ${isTaken ? 'taken away at once' : 'left alone until its time is over'}`, () =>
      inDirectory(async (directory) => {
        const path = join(directory, 'x.lock')
        await writeFile(
          path,
          JSON.stringify({ ...owner, pid: nobody, start: '1', nonce: 'theirs' }),
        )
        const lock = acquireLock(path)
        const first = await Promise.race([lock.then(() => 'taken'), sleep(500, 'waits')])
        if (isTaken) assert.equal(await lock.then(() => 'taken'), 'taken')
        else assert.equal(first, 'waits')
        // Lets the one that waits go on.
        await rm(path, { force: true })
        await (await lock)()
      }))
  }

  it(
    'whose process id was given to another process is taken away',
    { skip: start === null && 'there is no /proc' },
    () =>
      inDirectory(async (directory) => {
        const path = join(directory, 'x.lock')
        const before = { ...space, pid: process.pid, start: '1', nonce: 'before' }
        await writeFile(path, JSON.stringify(before))
        await (await acquireLock(path))()
        assert.deepEqual(await readdir(directory), [])
      }),
  )
})

describe('a directory of fileStore', () => {
  it('that others may write to is refused with the remedy, for reading too', () =>
    inDirectory(async (directory) => {
      await chmod(directory, 0o777)
      const store = fileStore(directory)
      const remedy = /others may write to it.*directory of its own.*chmod 700/
      await assert.rejects(store.save('k', ended, 0), remedy)
      await assert.rejects(store.load('k'), remedy)
      assert.deepEqual(await readdir(directory), [])
      await chmod(directory, 0o700)
      assert.equal(await store.save('k', ended, 0), true)
    }))

  it('keeps links out: none is written through, and none is read', () =>
    inDirectory(async (directory) => {
      const store = fileStore(directory)
      await store.save('k', ended, 0)
      const [name = ''] = await readdir(directory)
      const elsewhere = join(directory, 'elsewhere')
      await writeFile(elsewhere, 'untouched')
      await symlink(elsewhere, join(directory, `${name}.tmp`))
      assert.equal(await store.save('k', ended, 1), true)
      assert.equal(await readFile(elsewhere, 'utf8'), 'untouched')

      await rename(join(directory, name), elsewhere)
      await symlink(elsewhere, join(directory, name))
      await assert.rejects(store.load('k'), /ELOOP/)
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
