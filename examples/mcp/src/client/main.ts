/** A client for the command line: lists the tools of an MCP server, or calls one. */

import { parseArgs } from 'node:util'
import { connect } from './connection.ts'
import { createProvider } from './provider.ts'
import { openTokenFile } from './token-file.ts'

const USAGE = `Usage: node src/client/main.ts [options] URL [TOOL] [ARGUMENTS]

  URL         the address of the MCP server
  TOOL        the tool to call; without one, the tools are listed
  ARGUMENTS   a JSON object

  --tokens FILE     where tokens are kept, also between processes (./mcp-tokens.json)
  --document URL    the client's metadata document, which identifies it;
                    without one, the client registers itself`

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tokens: { type: 'string', default: './mcp-tokens.json' },
      document: { type: 'string' },
    },
  })
  const [url = '', tool, input = '{}'] = positionals
  return { ...values, server: new URL(url), tool, input: JSON.parse(input) }
}

async function main(): Promise<void> {
  const { server, tool, input, tokens, document } = readArguments()
  const connection = await connect(server, (signIn) =>
    createProvider({
      signIn,
      identity: { document },
      kept: openTokenFile(tokens, server),
      open: (address) => void process.stderr.write(`Open in your browser: ${address}\n`),
    }),
  )
  try {
    const answer =
      tool === undefined
        ? await connection.use((client) => client.listTools())
        : await connection.use((client) => client.callTool({ name: tool, arguments: input }))
    process.stdout.write(`${JSON.stringify(answer['structuredContent'] ?? answer, null, 2)}\n`)
  } finally {
    await connection.close()
  }
}

main().catch((error) => {
  const isUsage = error instanceof TypeError || error instanceof SyntaxError
  process.stderr.write(`${error.message}\n${isUsage ? `\n${USAGE}\n` : ''}`)
  process.exitCode = isUsage ? 2 : 1
})
