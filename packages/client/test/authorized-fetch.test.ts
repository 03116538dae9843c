import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { type GrantHandle, MandateError } from '../src/index.ts'
import { startAuthorizationServer } from './authorization-server.ts'
import { inWorld, type World } from './world.ts'

interface Call {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

type Reply = (response: ServerResponse, call: Call) => void

const ok: Reply = (response) => response.end('ok')
const invalidToken: Reply = (response) =>
  response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()

/** Replies in turn, the last one for ever. */
async function startApi(...replies: Reply[]) {
  const calls: Call[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const { authorization } = request.headers
    const call = { path: request.url ?? '', authorization, body: await text(request) }
    calls.push(call)
    const reply = replies.length > 1 ? replies.shift() : replies[0]
    reply?.(response, call)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function withGrant(
  apiOrigins: readonly string[],
  check: (grant: GrantHandle, world: World) => Promise<void>,
): Promise<void> {
  await inWorld(startAuthorizationServer, async (world) => {
    const client = world.client({ apiOrigins })
    await check(client.grant(await world.login(client)), world)
  })
}

describe('fetch with the grant’s token', () => {
  it('adds the token and keeps everything else', async () => {
    await using api = await startApi(ok)
    await withGrant([api.url], async (grant) => {
      const init = { method: 'POST', body: 'a note', headers: { authorization: 'Basic x' } }
      assert.equal(await (await grant.fetch(`${api.url}/notes?a=b`, init)).text(), 'ok')
      const authorization = `Bearer ${await grant.getAccessToken()}`
      assert.deepEqual(api.calls, [{ path: '/notes?a=b', authorization, body: 'a note' }])
    })
  })

  it('renews once on invalid_token and repeats the request', async () => {
    await using api = await startApi(invalidToken, ok)
    await withGrant([api.url], async (grant, { proxy }) => {
      const response = await grant.fetch(api.url, { method: 'POST', body: 'a note' })
      assert.equal(response.status, 200)
      const [first, second] = api.calls
      assert.notEqual(first?.authorization, second?.authorization)
      assert.equal(second?.body, 'a note')
      assert.equal(proxy.seen.length, 1)
    })
  })

  it('renews once for many calls that are refused together', async () => {
    const seen = new Set<string | undefined>()
    const refuseFirst: Reply = (response, call) => {
      seen.add(call.authorization)
      return (seen.size === 1 ? invalidToken : ok)(response, call)
    }
    await using api = await startApi(refuseFirst)
    await withGrant([api.url], async (grant, { proxy }) => {
      const responses = await Promise.all(Array.from({ length: 10 }, () => grant.fetch(api.url)))
      assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200])
      assert.equal(proxy.seen.length, 1)
    })
  })

  it('hands a second refusal to the caller', async () => {
    await using api = await startApi(invalidToken)
    await withGrant([api.url], async (grant, { proxy }) => {
      assert.equal((await grant.fetch(api.url)).status, 401)
      assert.equal(api.calls.length, 2)
      assert.equal(proxy.seen.length, 1)
    })
  })

  it('does not renew for a 403, nor for a 401 that is not about the token', async () => {
    for (const [status, challenge] of [
      [403, 'Bearer error="insufficient_scope"'],
      [401, 'Bearer realm="api"'],
      [401, 'Basic realm="proxy"'],
    ] as const) {
      await using api = await startApi((response) =>
        response.writeHead(status, { 'www-authenticate': challenge }).end(),
      )
      await withGrant([api.url], async (grant, { proxy }) => {
        assert.equal((await grant.fetch(api.url)).status, status)
        assert.equal(api.calls.length + proxy.seen.length, 1)
      })
    }
  })

  it('asks for what the grant has and what is demanded, and once only', async () => {
    const demands: Reply = (response) =>
      response
        .writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="more"' })
        .end()
    await using api = await startApi(demands)
    await inWorld(startAuthorizationServer, async (world) => {
      const client = world.client({ apiOrigins: [api.url] })
      const grant = client.grant(await world.login(client))
      const before = await grant.status()
      assert.equal(before.state, 'connected')
      const error = await grant.fetch(api.url).catch((thrown: unknown) => thrown)
      assert.ok(error instanceof MandateError && error.code === 'step_up_needed')
      assert.deepEqual(error.stepUp?.scope?.split(' '), [
        ...(before.scope?.split(' ') ?? []),
        'more',
      ])
      const { url, pending } = await client.startLogin({ stepUp: error.stepUp })
      assert.equal(new URL(url).searchParams.get('scope'), error.stepUp?.scope)

      // The new grant has it all. Another login would not help, so the caller gets the refusal.
      const callback = await world.server.authorize(url)
      const { grantKey } = await client.finishLogin(callback, pending)
      assert.equal((await client.grant(grantKey).fetch(api.url)).status, 403)
    })
  })

  it('does not repeat a request whose body was a stream', async () => {
    await using api = await startApi(invalidToken)
    await withGrant([api.url], async (grant) => {
      const request = new Request(api.url, { method: 'POST', body: 'gone once read' })
      assert.equal((await grant.fetch(request)).status, 401)
      const body = new Blob(['gone once read']).stream()
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit
      assert.equal((await grant.fetch(api.url, init)).status, 401)
      assert.equal(api.calls.length, 2)
    })
  })

  it('sends the token to no origin that was not named', async () => {
    await using api = await startApi(ok)
    await withGrant(['https://api.example'], async (grant) => {
      const lookalikes = [api.url, 'https://api.example.evil.test', 'http://api.example']
      for (const url of [
        ...lookalikes,
        'https://api.example:444',
        'https://api.example@evil.test',
      ]) {
        await assert.rejects(grant.fetch(url), { code: 'origin_refused' })
      }
      assert.deepEqual(api.calls, [])
    })
  })

  it('follows a redirect on the same origin with the token, to another without', async () => {
    await using elsewhere = await startApi(invalidToken)
    await using api = await startApi(
      (response) => response.writeHead(302, { location: '/moved' }).end(),
      (response) => response.writeHead(302, { location: `${elsewhere.url}/away` }).end(),
    )
    await withGrant([api.url, elsewhere.url], async (grant, { proxy }) => {
      assert.equal((await grant.fetch(api.url)).status, 401)
      const authorization = `Bearer ${await grant.getAccessToken()}`
      assert.deepEqual(
        api.calls.map((call) => call.authorization),
        [authorization, authorization],
      )
      assert.deepEqual(elsewhere.calls, [{ path: '/away', authorization: undefined, body: '' }])
      assert.equal(proxy.seen.length, 0)
    })
  })

  it('refreshes before a request where the token is about to expire', async () => {
    await using api = await startApi(ok)
    const brief = (issuer: string) => startAuthorizationServer(issuer, { expiresIn: 20 })
    await inWorld(brief, async (world) => {
      const client = world.client({ apiOrigins: [api.url] })
      const grant = client.grant(await world.login(client))
      await grant.fetch(api.url)
      assert.equal(world.proxy.seen.length, 1)
    })
  })

  it('tells the caller when the user has to log in again', async () => {
    await using api = await startApi(invalidToken)
    await withGrant([api.url], async (grant, world) => {
      const stranger = world.client()
      const revoked = await grant.getAccessToken()
      await fetch(`${world.server.url}/oauth2/revoke`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('notes-sync:a%3Asecret%25with%2Bsigns')}` },
        body: new URLSearchParams({ token: revoked }),
      })
      await assert.rejects(grant.fetch(api.url), { code: 'signed_out' })
      await assert.rejects(stranger.grant('nobody').getAccessToken(), { because: 'unknown_grant' })
    })
  })
})
