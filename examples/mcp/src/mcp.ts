/**
 * A sample MCP server: notes for assistants, over Streamable HTTP, guarded by `@mandate/guard`.
 *
 * A client that arrives without a token is told where the server describes itself (RFC 9728), finds
 * Mandate there, and sends its user through sign-in and consent. From then on each request passes the
 * guard, and reaches the tools (`tools.ts`) as the account that it acts for. A revoked token is refused
 * within a second. `main.ts` starts the server; `client/` is a client for the command line.
 */

import { createServer, type IncomingMessage } from 'node:http'
import { createGuard, type GuardOptions, type Principal } from '@mandate/guard'
import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { isPreflight, letBrowsersRead } from './browsers.ts'
import { createNotes } from './notes.ts'
import { notesServer, READ } from './tools.ts'

export interface McpOptions {
  /** The authorization server's issuer identifier, exactly. */
  readonly issuer: string
  /** The credentials of the MCP server, from `mandate resource create`. */
  readonly clientId: string
  readonly clientSecret: string
  readonly host: string
  readonly port: number
  /** The URI it was registered with: the address of its MCP endpoint, as clients reach it. */
  readonly resource: string
  /** Hosts of the web pages whose scripts may call it; by default those of this machine. */
  readonly pagesFrom?: readonly string[]
  readonly onProblem?: GuardOptions['onProblem']
}

export interface RunningMcp {
  close(): Promise<void>
}

/** Starts the server. Rejects if the port is in use, and with a `TypeError` for a wrong option. */
export async function startMcp(options: McpOptions): Promise<RunningMcp> {
  const { issuer, clientId, clientSecret, resource, host, port, onProblem } = options
  const guard = createGuard({
    ...{ issuer, clientId, clientSecret, resource, onProblem },
    // An MCP server takes only tokens that were issued for it.
    requireAudience: true,
  })
  // A client asks for these scopes at first; a tool that needs more says so when it is called.
  const metadata = guard.metadata({ name: 'Notes', scopes: [READ] })

  const notes = createNotes(Date.now)
  const mcp = createMcpHandler(({ authInfo }) =>
    notesServer(notes, String(authInfo?.extra?.['sub'])),
  )
  const toTools = toNodeHandler(mcp, { onerror: console.error })
  const guarded = guard.node(
    (request, response, principal) => toTools(withAuth(request, principal, metadata.url), response),
    { scope: READ },
  )
  const isAllowedPage = originValidation([...(options.pagesFrom ?? THIS_MACHINE)])
  const { hostname, pathname } = new URL(resource)
  // Against pages whose host name was made to point here (DNS rebinding).
  const isRightHost = hostHeaderValidation([...THIS_MACHINE, hostname])

  const listener = metadata.node(async (request, response) => {
    if (!isRightHost(request, response) || !isAllowedPage(request, response)) return
    letBrowsersRead(request, response)
    if (isPreflight(request)) response.writeHead(204).end()
    else if (request.url?.split('?')[0] === pathname) await guarded(request, response)
    else response.writeHead(404).end()
  })
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return {
    async close() {
      await mcp.close()
      guard.close()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** Node sets both on every request that a server gets. */
type Received = IncomingMessage & { readonly method: string; readonly url: string }

/** What the tools are told. Not the token itself: a server must not pass it on to anybody. */
function withAuth(request: IncomingMessage, principal: Principal, resourceMetadataUrl: string) {
  const { clientId, scope, expiresAt, subject, tokenId = '' } = principal
  const extra = { sub: subject }
  const auth = {
    token: tokenId,
    clientId,
    scopes: [...scope],
    expiresAt,
    extra,
    resourceMetadataUrl,
  }
  return Object.assign(request as Received, { auth })
}
