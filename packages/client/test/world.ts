/** One server behind one faulty proxy, one store, and clients of it: what each proof starts from. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ClientOptions,
  createClient,
  fileStore,
  type MandateClient,
  type TokenStore,
} from '../src/index.ts'
import type { ServerUnderTest } from './authorization-server.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'

/** Starts a server whose issuer is the given address. */
export type StartServer = (issuer: string) => Promise<ServerUnderTest>

export interface World {
  readonly proxy: FaultyProxy
  readonly server: ServerUnderTest
  readonly directory: string
  readonly store: TokenStore
  readonly options: ClientOptions
  /** Another client of the same store, as a restarted or a second process has it. */
  client(changes?: Partial<ClientOptions> & { readonly clientSecret?: string }): MandateClient
  /** A user's grant, fresh from its login. */
  login(client?: MandateClient): Promise<string>
}

/** Short enough for tests, long enough for a machine that does other things too. */
export const TIMEOUTS = { requestMs: 2_000, totalMs: 120_000, leaseMs: 400, settleMs: 50 }

export async function inWorld(
  startServer: StartServer,
  check: (world: World) => Promise<void>,
): Promise<void> {
  const proxy = await startFaultyProxy()
  const server = await startServer(proxy.url)
  proxy.forwardTo(server.url)
  const directory = await mkdtemp(join(tmpdir(), 'mandate-client-'))
  const store = fileStore(directory)
  const { clientId, clientSecret, redirectUri } = server
  const base = { issuer: proxy.url, clientId, clientSecret, redirectUri, timeouts: TIMEOUTS }
  const options: ClientOptions = { ...base, store }
  const client: World['client'] = (changes = {}) => createClient({ ...base, store, ...changes })
  try {
    await check({
      proxy,
      server,
      directory,
      store,
      options,
      client,
      async login(by = client()) {
        const { url, pending } = await by.startLogin()
        const { grantKey } = await by.finishLogin(await server.authorize(url), pending)
        proxy.seen.length = 0
        return grantKey
      },
    })
  } finally {
    await proxy.close()
    await server.close()
    await rm(directory, { recursive: true })
  }
}
