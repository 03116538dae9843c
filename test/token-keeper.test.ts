/** `@mandate/client` and the server together: the client's own tests against the real server. */

import type { ServerUnderTest } from '../packages/client/test/authorization-server.ts'
import { proveSharing } from '../packages/client/test/process-proofs.ts'
import { proveTokenKeeping } from '../packages/client/test/token-keeper-proofs.ts'
import { REDIRECT_URI, startServer } from '../packages/mandate/test/running-server.ts'
import { newVisitor } from '../packages/mandate/test/visitor.ts'

async function start(issuer: string): Promise<ServerUnderTest> {
  const server = await startServer({ settings: { issuer } })
  return {
    url: server.issuer,
    clientId: server.client.id,
    clientSecret: server.clientSecret,
    redirectUri: REDIRECT_URI,
    async authorize(loginUrl) {
      const visitor = newVisitor(server)
      const asked = Object.fromEntries(new URL(loginUrl).searchParams)
      return (await visitor.signIn(await visitor.open(asked))).address.href
    },
    close: server.close,
  }
}

proveTokenKeeping('Mandate', start)
proveSharing('Mandate', start)
