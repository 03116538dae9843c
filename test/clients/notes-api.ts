/** The sample API beside a server under test, so that a client has something to call. */

import { type RunningApi, startApi } from '../../examples/api/src/api.ts'
import type { RunningServer } from '../../packages/mandate/test/running-server.ts'

/** Starts the API with the credentials of the server's own resource, or another; the caller closes it. */
export function startNotesApi(
  server: Pick<RunningServer, 'issuer' | 'resource' | 'resourceSecret'>,
): Promise<RunningApi> {
  return startApi({
    issuer: server.issuer,
    clientId: server.resource.id,
    clientSecret: server.resourceSecret,
    host: '127.0.0.1',
    port: 0,
  })
}
