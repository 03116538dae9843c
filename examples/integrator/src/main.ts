/** Runs the example alone: settings from flags or the environment, one line when it is ready. */

import { parseArgs } from 'node:util'
import { startIntegrator } from './integrator.ts'

const USAGE = `Acme Notes Sync, an example application that integrates through Mandate.

  --issuer URL         ISSUER          the Mandate server
  --client-id ID       CLIENT_ID       from: mandate client create
                       CLIENT_SECRET   only from the environment, never from the command line
  --api-url URL        API_URL         the notes API
  --scope SCOPE        SCOPE           such as "all openid"; by default the server decides
  --port N             PORT            4000; register http://127.0.0.1:4000/callback
  --host ADDRESS       HOST            127.0.0.1
  --data DIRECTORY     DATA_DIRECTORY  ./acme-notes-sync
`

class UsageError extends Error {}

try {
  const { values } = readFlags()
  if (values.help === true) process.stdout.write(USAGE)
  else await run(values)
} catch (error) {
  process.stderr.write(`acme-notes-sync: ${explain(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? 'the port is in use; choose another with --port' : error.message
}

function readFlags() {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      options: {
        issuer: text,
        'client-id': text,
        'api-url': text,
        scope: text,
        port: text,
        host: text,
        data: text,
        help: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}; see --help`)
  }
}

async function run(flags: ReturnType<typeof readFlags>['values']): Promise<void> {
  const { env } = process
  const integrator = await startIntegrator({
    issuer: needed('--issuer or ISSUER', flags.issuer ?? env['ISSUER']),
    clientId: needed('--client-id or CLIENT_ID', flags['client-id'] ?? env['CLIENT_ID']),
    clientSecret: needed('CLIENT_SECRET', env['CLIENT_SECRET']),
    apiUrl: needed('--api-url or API_URL', flags['api-url'] ?? env['API_URL']),
    scope: flags.scope ?? env['SCOPE'],
    port: readPort(flags.port ?? env['PORT'] ?? '4000'),
    host: flags.host ?? env['HOST'] ?? '127.0.0.1',
    dataDirectory: flags.data ?? env['DATA_DIRECTORY'] ?? './acme-notes-sync',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void integrator.close())
  }
  process.stdout.write(`Acme Notes Sync is at ${integrator.url}\n`)
}

function needed(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  throw new UsageError(`${name} is missing; see --help`)
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`the port must be a number from 0 to 65535, not "${text}"`)
}
