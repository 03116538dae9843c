/** The sample API next to a server under test, so that a client has something to call. */

import { type RunningApi, startApi } from '../../examples/api/src/api.ts'
import { ACT } from '../../packages/mandate/test/act.ts'
import type { RunningServer } from '../../packages/mandate/test/running-server.ts'

/**
 * Starts the API with the credentials of the server's own resource, or of another one, which then
 * receives the user's identity, as its `/me` shows. The caller closes it.
 */
export async function startNotesApi(
  server: Pick<RunningServer, 'issuer' | 'resource' | 'resourceSecret' | 'store'>,
): Promise<RunningApi> {
  await server.store.resources.update(server.resource.id, { needsUsernameSince: 0 }, ACT)
  return startApi({
    issuer: server.issuer,
    clientId: server.resource.id,
    clientSecret: server.resourceSecret,
    host: '127.0.0.1',
    port: 0,
  })
}
