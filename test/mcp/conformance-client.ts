/**
 * The client that the MCP conformance suite tests: that of examples/mcp, with a browser that agrees to
 * everything. The suite starts it with the address of a server, and names the scenario in the
 * environment. Extensions that the example does not use are the SDK's own.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { connect } from '../../examples/mcp/src/client/connection.ts'
import { createProvider, type Identity } from '../../examples/mcp/src/client/provider.ts'
import { openTokenFile } from '../../examples/mcp/src/client/token-file.ts'
import { type Context, providerFor } from './conformance-extensions.ts'

/** The suite expects this address as `client_id` from clients that have a document. */
const DOCUMENT = 'https://conformance-test.local/client-metadata.json'

const scenario = env['MCP_CONFORMANCE_SCENARIO'] ?? ''
const context: Context = JSON.parse(env['MCP_CONFORMANCE_CONTEXT'] ?? '{}')

/** The suite also tries ways to authenticate that the example does not have. */
const anyMethod = { token_endpoint_auth_method: undefined }

const identity: Identity =
  scenario === 'auth/pre-registration'
    ? { registered: context as { client_id: string; issuer: string } }
    : { document: DOCUMENT, metadata: anyMethod }

const server = new URL(process.argv[2] ?? '')
const folder = mkdtempSync(join(tmpdir(), 'mcp-conformance-'))
try {
  const connection = await connect(server, (signIn) =>
    providerFor(scenario, context, () =>
      createProvider({
        signIn,
        identity,
        kept: openTokenFile(join(folder, 'tokens.json'), server),
        // Every authorization server of the suite sends the browser straight back.
        open: async (address) => void (await (await fetch(address)).text()),
      }),
    ),
  )
  try {
    await connection.use((client) => client.listTools())
    await connection.use((client) => client.callTool({ name: 'test-tool', arguments: {} }))
  } finally {
    await connection.close()
  }
} finally {
  rmSync(folder, { recursive: true })
}
