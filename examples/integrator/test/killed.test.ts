import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBrowser } from './browser.ts'
import { onStage, type Stage } from './stage.ts'

const program = new URL('../src/main.ts', import.meta.url).pathname

type Start = (port?: string) => Promise<{ child: ChildProcess; url: string }>

/** `start` runs the example as a separate process; it is killed at the end if it is still running. */
async function withProcesses(check: (stage: Stage, start: Start) => Promise<void>): Promise<void> {
  const children: ChildProcess[] = []
  await onStage(async (stage) => {
    try {
      await check(stage, async (port = '0') => {
        const child = startProcess(stage, port)
        children.push(child)
        assert.ok(child.stdout !== null)
        const [line] = await once(child.stdout, 'data')
        return { child, url: /http:\S+/.exec(String(line))?.[0] ?? '' }
      })
    } finally {
      await Promise.all(children.map(kill))
    }
  })
}

function startProcess(stage: Stage, port: string): ChildProcess {
  const { clientId, clientSecret } = stage.server
  const flags = ['--issuer', stage.proxy.url, '--client-id', clientId, '--api-url', stage.apiUrl]
  return spawn(process.execPath, [program, ...flags, '--port', port, '--data', stage.directory], {
    env: { ...process.env, CLIENT_SECRET: clientSecret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

describe('Acme Notes Sync, killed', () => {
  it('during the code exchange: reloading the callback connects', () =>
    withProcesses(async (stage, start) => {
      const first = await start()
      const { url } = first
      const browser = openBrowser()
      const callback = await stage.server.authorize((await browser.post(`${url}/connect`)).location)
      stage.proxy.faults.push({ kind: 'hang' })
      const lost = browser.get(callback)
      while (stage.proxy.seen[0]?.status === undefined) await sleep(5)
      await Promise.all([assert.rejects(lost), kill(first.child)])

      await start(new URL(url).port)
      assert.equal((await browser.get(callback)).location, `${url}/?notice=connected`)
      assert.equal(new Set(stage.proxy.seen.map(({ key }) => key)).size, 1)
      assert.match((await browser.get(url)).text, /milk/)
    }))

  it('during refreshes, over and over: it stays connected', () =>
    withProcesses(async (stage, start) => {
      let { child, url } = await start()
      const browser = openBrowser()
      const login = (await browser.post(`${url}/connect`)).location
      await browser.get(await stage.server.authorize(login))
      for (let round = 0; round < 4; round++) {
        const refreshing = browser.post(`${url}/refresh`)
        await Promise.all([
          refreshing.catch(() => {}),
          sleep(Math.random() * 25).then(() => kill(child)),
        ])
        child = (await start(new URL(url).port)).child
        assert.match((await browser.get(url)).text, /milk/)
      }
      assert.equal((await browser.post(`${url}/refresh`)).location, `${url}/?notice=refreshed`)
    }))
})

describe('the command of Acme Notes Sync', () => {
  const run = async (flags: readonly string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [program, ...flags], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [told] = await once(child.stderr, 'data')
    const [code] = await once(child, 'exit')
    return { told: String(told), code }
  }

  it('names a missing or wrong setting', async () => {
    const missing = await run(['--issuer', 'http://127.0.0.1:1'])
    assert.deepEqual([missing.code, /--client-id or CLIENT_ID/.test(missing.told)], [2, true])
    const unknown = await run(['--colour'])
    assert.deepEqual([unknown.code, /--colour/.test(unknown.told)], [2, true])
  })

  it('stops cleanly when asked to', () =>
    withProcesses(async (_, start) => {
      const { child } = await start()
      child.kill('SIGTERM')
      assert.deepEqual(await once(child, 'exit'), [0, null])
    }))
})
