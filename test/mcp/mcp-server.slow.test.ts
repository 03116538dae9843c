/**
 * Server scenarios of the MCP conformance suite against examples/mcp, so with a guard in front. The suite
 * has no token: it goes through a small proxy that adds one. Its other scenarios call tools, prompts and
 * resources of a server that was made for them.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { runSuite } from './suite.ts'
import { openWorld, type World } from './world.ts'

let world: World
let token = ''
const proxy = createServer((asked, answer) => {
  const { hostname: host, port } = world.mcp
  const { method, url: path, headers } = asked
  const authorized = { ...headers, authorization: `Bearer ${token}` }
  const onward = request({ host, port, method, path, headers: authorized }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  asked.pipe(onward)
})
before(async () => {
  world = await openWorld()
  token = await issueToken(world)
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
})
after(async () => {
  proxy.closeAllConnections()
  proxy.close()
  await world.close()
})

/** An access token of a machine. */
async function issueToken({ server, mcp }: World): Promise<string> {
  const scope = 'notes:read notes:write'
  const grantTypes = ['client_credentials'] as const
  const machine = { redirectUris: [], scope, grantTypes, isPublic: false }
  const { client, secret } = await server.register(machine)
  const credentials = Buffer.from(`${client.id}:${secret}`).toString('base64')
  const response = await fetch(`${server.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: mcp.href, scope }),
  })
  const answer = Object(await response.json())
  assert.equal(response.status, 200, JSON.stringify(answer))
  return answer.access_token
}

for (const scenario of [
  'server-initialize',
  'ping',
  'tools-list',
  'dns-rebinding-protection',
  'http-header-validation',
]) {
  test(`the guarded MCP server passes ${scenario}`, async (context) => {
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/mcp`
    const run = await runSuite(context, ['server', '--url', url, '--scenario', scenario])
    const made = [...run.checks.values()].flat()
    assert.ok(
      made.some(({ status }) => status === 'SUCCESS'),
      run.output,
    )
    const bad = made.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    assert.deepEqual(bad, [], run.output)
    assert.equal(run.code, 0, run.output)
  })
}
