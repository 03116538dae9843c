import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { directoryOf } from './directory.ts'

const server = await startServer()
after(() => server.close())

test('a server loads SCIM at the first request with a key for it, and not before', async () => {
  const { cache } = createRequire(import.meta.url)
  const isLoaded = () => Object.keys(cache).some((path) => path.includes('scim2-parse-filter'))
  const directory = await directoryOf(server)
  const headers = { authorization: 'Bearer wrong' }
  assert.equal((await directory.send('GET', '/Users', { headers })).status, 401)
  assert.equal(isLoaded(), false)
  assert.equal((await directory.send('GET', '/Users')).status, 200)
  assert.equal(isLoaded(), true)
})
