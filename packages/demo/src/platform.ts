/** The example platform, for a demo in which people sign in there. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createPlatform } from '@mandate/example-platform'
import type { PlatformCast } from './cast.ts'
import { HOST } from './mandate.ts'
import { startAtFreePort } from './ports.ts'

export interface DemoPlatform {
  readonly url: string
  /**
   * Starts to answer requests. Its address must be known before the server that it connects to
   * exists.
   */
  connect(to: {
    readonly issuer: string
    /** The directory of the demo. */
    readonly data: string
    readonly cast: PlatformCast
  }): void
  close(): Promise<void>
}

/** Listens at the first free port from `first` on; 0 for any. */
export async function openPlatform(first: number): Promise<DemoPlatform> {
  const server = createServer()
  await startAtFreePort({ host: HOST, first }, (port) => {
    const listening = Promise.withResolvers<void>()
    server.once('error', listening.reject)
    server.listen({ port, host: HOST, exclusive: true }, listening.resolve)
    return listening.promise.finally(() => server.off('error', listening.reject))
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${HOST}:${port}`
  let stop = () => {}
  return {
    url,
    connect({ issuer, data, cast }) {
      const { password } = cast.admin
      const usersFile = resolve(data, 'platform', 'users.json')
      const platform = createPlatform({ url, issuer, key: cast.key, usersFile, password })
      server.on('request', platform.listener)
      stop = platform.close
    },
    async close() {
      stop()
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}
