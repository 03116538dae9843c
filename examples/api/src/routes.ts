/** Every route of the API on one screen, each with the scope it needs. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guard, NodeListener } from '@mandate/guard'
import { RequestRefused, readJsonObject, sendJson } from './json.ts'
import type { Notes } from './notes.ts'

/** By path, then by method. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Listener>>>>
type Listener = NodeListener | ((request: IncomingMessage, response: ServerResponse) => void)

/** The scopes for reading and for writing. A token for `all` may do both. */
const READ = { scope: ['notes:read', 'all'] }
const WRITE = { scope: ['notes:write', 'all'] }

/** Where an API describes itself (RFC 9728 §3). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource'

const LONGEST_NOTE = 2_000

export function notesRoutes(api: {
  readonly guard: Guard
  readonly notes: Notes
  readonly issuer: string
  readonly resource: string
}): Routes {
  const { guard, notes, issuer, resource } = api

  const describe: Listener = (_request, response) => {
    sendJson(response, {
      resource,
      resource_name: 'Notes',
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      scopes_supported: ['notes:read', 'notes:write', 'all'],
    })
  }

  const me = guard.node((_request, response, principal) => {
    const { subject, username, clientId, scope, expiresAt } = principal
    sendJson(response, {
      subject,
      username,
      client_id: clientId,
      scope: [...scope].join(' '),
      expires_at: expiresAt,
    })
  })

  const list = guard.node((_request, response, { subject }) => {
    sendJson(response, { notes: notes.list(subject) })
  }, READ)

  const add = guard.node(async (request, response, { subject }) => {
    const { text } = await readJsonObject(request)
    if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_NOTE) {
      throw new RequestRefused(400, `text must be a string of 1 to ${LONGEST_NOTE} characters.`)
    }
    sendJson(response, notes.add(subject, text), { status: 201 })
  }, WRITE)

  return {
    [METADATA_PATH]: { GET: describe },
    '/me': { GET: me },
    '/notes': { GET: list, POST: add },
  }
}

/** The handler of a request, or a `RequestRefused` (404, 405). HEAD is answered as GET. */
export function findRoute(routes: Routes, request: IncomingMessage): Listener {
  const [path = '/'] = (request.url ?? '/').split('?')
  if (!Object.hasOwn(routes, path)) {
    const paths = Object.keys(routes).join(', ')
    throw new RequestRefused(404, `There is nothing here. Try ${paths}.`, { code: 'not_found' })
  }
  const methods = routes[path] ?? {}
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
  const listener = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (listener !== undefined) return listener
  const allow = Object.keys(methods).join(', ')
  throw new RequestRefused(405, `Use ${allow} here.`, { headers: { allow } })
}
