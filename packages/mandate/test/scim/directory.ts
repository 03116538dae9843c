/** A directory that provisions users by SCIM, and servers of both engines to provision into. */

import { describe } from 'node:test'
import { openPostgresStore } from '../../src/store/postgres/open.ts'
import { operatorOf } from '../platform.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { createTestPlace, endTestServer } from '../store/test-places.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

// biome-ignore lint/suspicious/noExplicitAny: an answer in JSON, which a test looks into
type Json = any

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The JSON; undefined without a body. */
  readonly body: Json
}

export interface Directory {
  readonly secret: string
  readonly keyId: string
  send(
    method: string,
    path: string,
    request?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer>
  /** POST to /Users; the user as answered. */
  create(user: Readonly<Record<string, unknown>>): Promise<Json>
  patch(id: string, ...operations: readonly object[]): Promise<Answer>
  find(filter: string): Promise<readonly Json[]>
}

/** A directory with a key of its own. */
export async function directoryOf(
  server: Pick<RunningServer, 'store' | 'clock' | 'issuer'>,
  provider = 'acme',
): Promise<Directory> {
  const { secret, key } = await operatorOf(server).newKey({ permissions: ['scim'], provider })
  const send: Directory['send'] = async (method, path, { body, headers } = {}) => {
    const response = await fetch(`${server.issuer}/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    secret,
    keyId: key.id,
    send,
    async create(user) {
      const { status, body } = await send('POST', '/Users', { body: { schemas: [USER], ...user } })
      if (status !== 201) throw new Error(`not created: ${JSON.stringify(body)}`)
      return body
    },
    patch: (id, ...operations) =>
      send('PATCH', `/Users/${id}`, { body: { schemas: [PATCH], Operations: operations } }),
    async find(filter) {
      const { status, body } = await send('GET', `/Users?${new URLSearchParams({ filter })}`)
      if (status !== 200) throw new Error(`not found: ${JSON.stringify(body)}`)
      return body.Resources
    },
  }
}

/** A database of an engine; `options` are for `startServer`. */
type Place = () => Promise<{
  readonly options: Pick<NonNullable<Parameters<typeof startServer>[0]>, 'open'>
  remove(): Promise<void>
}>

/** The same tests on each engine, with a way to start a server, and one to get a database for it. */
export function onBothEngines(
  tests: (start: () => Promise<RunningServer>, place: Place) => void,
): void {
  const places: Readonly<Record<string, Place>> = {
    SQLite: async () => ({ options: {}, remove: async () => {} }),
    PostgreSQL: async () => {
      const { location, remove } = await createTestPlace()
      return { options: { open: () => openPostgresStore({ url: location }) }, remove }
    },
  }
  for (const [engine, place] of Object.entries(places)) {
    describe(`on ${engine}`, () => {
      tests(async () => {
        const { options, remove } = await place()
        const server = await startServer(options)
        const close = async () => {
          await server.close()
          await remove()
        }
        return Object.assign(Object.create(server), { close }) as RunningServer
      }, place)
    })
  }
}

export { endTestServer }
