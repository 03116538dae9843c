/** Starts the MCP server alone: settings from the environment, one line when it is ready. */

import { startMcp } from './mcp.ts'

const USAGE = `An MCP server with notes, guarded by Mandate.

  ISSUER          the Mandate server
  CLIENT_ID       from: mandate resource create --name Notes --uri RESOURCE
  CLIENT_SECRET
  RESOURCE        http://127.0.0.1:9402/mcp, the address of the server as clients reach it
  PORT            9402
  PAGES_FROM      hosts of the web pages that may call it: localhost,127.0.0.1,[::1]
`

function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is missing\n\n${USAGE}`)
  return value
}

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? '9402')
  const resource = process.env['RESOURCE'] ?? `http://127.0.0.1:${port}/mcp`
  const server = await startMcp({
    issuer: needed('ISSUER'),
    clientId: needed('CLIENT_ID'),
    clientSecret: needed('CLIENT_SECRET'),
    host: '127.0.0.1',
    port,
    resource,
    ...(process.env['PAGES_FROM'] && { pagesFrom: process.env['PAGES_FROM'].split(',') }),
  })
  process.stdout.write(`MCP server at ${resource}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close())
  }
}

main().catch((error) => {
  process.stderr.write(`notes: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
