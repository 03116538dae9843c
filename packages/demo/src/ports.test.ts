import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { type TestContext, test } from 'node:test'
import { isFree, startAtFreePort } from './ports.ts'

const host = '127.0.0.1'

async function listen(t: TestContext, port: number): Promise<Server> {
  const server = createServer().listen({ host, port, exclusive: true })
  t.after(() => server.close())
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return address.port
}

test('a port in use by another program is not tried', async (t) => {
  const taken = portOf(await listen(t, 0))
  assert.equal(await isFree(host, taken), false)
  const started = await startAtFreePort({ host, first: taken }, async (port) => port)
  assert.ok(started > taken)
})

test('a port that another program has just taken is skipped, even if that is only the error’s cause', async (t) => {
  const free = await listen(t, 0)
  const first = portOf(free)
  free.close()
  await once(free, 'close')
  const tried: number[] = []
  const server = await startAtFreePort({ host, first }, async (port) => {
    tried.push(port)
    if (tried.length === 1) await listen(t, port)
    return listen(t, port).catch((cause) => {
      throw new Error('refused', { cause })
    })
  })
  assert.equal(tried[0], first)
  assert.equal(portOf(server), tried.at(-1))
  assert.ok(tried.length > 1)
})

test('any other error ends the search', async () => {
  let tries = 0
  const failing = startAtFreePort({ host, first: 0 }, async () => {
    tries += 1
    throw Object.assign(new Error('not allowed'), { code: 'EACCES' })
  })
  await assert.rejects(failing, /not allowed/)
  assert.equal(tries, 1)
})
