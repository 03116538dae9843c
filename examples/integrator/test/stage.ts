/** A minimal environment for an integrator: a server behind a faulty proxy, and a notes API. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { startAuthorizationServer } from '../../../packages/client/test/authorization-server.ts'
import { inWorld, type World } from '../../../packages/client/test/world.ts'

export interface Stage extends World {
  readonly apiUrl: string
  readonly notes: { readonly text: string }[]
  /** The API's response from now on, instead of data. */
  apiFails: number | undefined
}

/** Its users can also be signed in with OpenID Connect. */
const startServer = (issuer: string) =>
  startAuthorizationServer(issuer, {
    idToken(nonce) {
      if (nonce === undefined) return undefined
      const now = Math.floor(Date.now() / 1000)
      const whose = { iss: issuer, sub: 'account_ada', aud: 'notes-sync', nonce }
      return { ...whose, iat: now, exp: now + 60, amr: ['pwd', '<b>otp'] }
    },
  })

export async function onStage(check: (stage: Stage) => Promise<void>): Promise<void> {
  const notes = [{ text: 'Buy <b>milk</b> & "bread"' }]
  let stage: Stage | undefined
  const api = createServer(async (request, response) => {
    const body = await text(request)
    if (stage?.apiFails !== undefined) return void response.writeHead(stage.apiFails).end()
    if (!request.headers.authorization?.startsWith('Bearer at.')) {
      return void response.writeHead(401).end()
    }
    if (request.method === 'POST') notes.push(JSON.parse(body))
    response.end(JSON.stringify(request.url === '/me' ? { username: 'ada@example.com' } : notes))
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  try {
    await inWorld(startServer, async (world) => {
      stage = { ...world, apiUrl, notes, apiFails: undefined }
      await check(stage)
    })
  } finally {
    api.closeAllConnections()
    await new Promise((resolve) => api.close(resolve))
  }
}
