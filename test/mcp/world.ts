/** Mandate and the MCP server of examples/mcp, in this process. */

import { randomBytes } from 'node:crypto'
import { startMcp } from '../../examples/mcp/src/mcp.ts'
import { makeResource } from '../../packages/mandate/src/clients/registration.ts'
import type { ServerSettings } from '../../packages/mandate/src/http/context.ts'
import { offeredScopes } from '../../packages/mandate/src/oidc/scopes.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { ACT } from '../../packages/mandate/test/act.ts'
import { type RunningServer, startServer } from '../../packages/mandate/test/running-server.ts'

export interface World {
  readonly server: RunningServer
  /** The address of the MCP server. */
  readonly mcp: URL
  close(): Promise<void>
}

const SCOPES = { 'notes:read': 'Read your notes', 'notes:write': 'Add notes' }

export async function openWorld(settings: Partial<ServerSettings> = {}): Promise<World> {
  const scopes = offeredScopes({ openid: true, scopes: { all: 'All', ...SCOPES } })
  const server = await startServer({ settings: { scopes, ...settings } })
  const port = await freePort('127.0.0.1')
  const uri = `http://127.0.0.1:${port}/mcp`
  const source = { clock: server.clock, random: randomBytes }
  const { resource, secret } = makeResource({ name: 'Notes', uri }, source)
  await server.store.resources.insert(resource, ACT)
  const running = await startMcp({
    ...{ issuer: server.issuer, clientId: resource.id, clientSecret: secret },
    ...{ resource: uri, host: '127.0.0.1', port },
  })
  const close = async () => [await running.close(), await server.close()] as const
  return { server, mcp: new URL(uri), close: async () => void (await close()) }
}
