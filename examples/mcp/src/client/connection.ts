/**
 * An MCP client's connection to a guarded server. The SDK finds the authorization server, identifies the
 * client, refreshes tokens and asks for more scope when a tool needs it; what is left to do is to keep
 * the tokens (`token-file.ts`) and to send the person to a browser and wait (`sign-in.ts`).
 */

import { randomBytes } from 'node:crypto'
import {
  Client,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { listenForSignIn, type SignIn } from './sign-in.ts'

export interface Connection {
  /** What the server offers: `use((client) => client.listTools())`. Signs the person in when needed. */
  use<T>(request: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The first sign-in, and one more for a tool that needs more scope. */
const MOST_SIGN_INS = 2

/**
 * Connects. `newProvider` is told where browsers come back (`provider.ts` makes one). Throws if the server
 * cannot be reached, or the person says no.
 */
export async function connect(
  server: URL,
  newProvider: (signIn: SignIn) => OAuthClientProvider,
): Promise<Connection> {
  const signIn = await listenForSignIn(() => randomBytes(16).toString('base64url'))
  const authProvider = newProvider(signIn)
  const newTransport = () => new StreamableHTTPClientTransport(server, { authProvider })

  /** Runs it again after each sign-in that it needs. */
  async function signingIn<T>(
    run: () => Promise<T>,
    transport: () => StreamableHTTPClientTransport,
  ): Promise<T> {
    for (let signIns = 0; ; signIns++) {
      try {
        return await run()
      } catch (error) {
        if (!(error instanceof UnauthorizedError) || signIns === MOST_SIGN_INS) throw error
        // Checks `iss` (RFC 9207), and redeems the code where the flow began.
        await transport().finishAuth(await signIn.answer())
      }
    }
  }

  const client = new Client(
    { name: 'notes-on-the-command-line', version: '0.1.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
  let transport = newTransport()
  const close = async () => {
    await client.close()
    signIn.close()
  }
  const connected = signingIn(
    () => {
      // One that was started cannot be started again.
      transport = newTransport()
      return client.connect(transport)
    },
    () => transport,
  )
  await connected.catch(async (error) => {
    await close()
    throw error
  })
  return {
    use: (request) =>
      signingIn(
        () => request(client),
        () => transport,
      ),
    close,
  }
}
