/** Starts the sample API alone: options from flags, then the environment. */

import { parseArgs } from 'node:util'
import { startApi } from './api.ts'

const USAGE = `Usage: node src/main.ts --issuer URL --client-id ID [--port N] [--host H] [--resource URI]

The API's credentials come from: mandate resource create --name Notes --uri URI
  API_ISSUER, API_CLIENT_ID, API_PORT, API_HOST, API_RESOURCE   stand in for the flags
  API_CLIENT_SECRET                                             has no flag: others could read it`

function readSettings() {
  const { values } = parseArgs({
    options: {
      issuer: { type: 'string', default: process.env['API_ISSUER'] ?? '' },
      'client-id': { type: 'string', default: process.env['API_CLIENT_ID'] ?? '' },
      port: { type: 'string', default: process.env['API_PORT'] ?? '9401' },
      host: { type: 'string', default: process.env['API_HOST'] ?? '127.0.0.1' },
      resource: { type: 'string', default: process.env['API_RESOURCE'] ?? '' },
      help: { type: 'boolean', default: false },
    },
  })
  return { ...values, secret: process.env['API_CLIENT_SECRET'] ?? '' }
}

function missing(settings: ReturnType<typeof readSettings>): string | undefined {
  if (settings.issuer === '') return '--issuer is missing: the URL of the authorization server'
  if (settings['client-id'] === '')
    return '--client-id is missing: mandate resource create prints it'
  if (settings.secret === '') {
    return 'API_CLIENT_SECRET is missing: mandate resource create prints the secret once'
  }
  if (!/^\d{1,5}$/.test(settings.port) || Number(settings.port) > 65_535) {
    return `--port is ${settings.port}: give a number from 0 to 65535`
  }
  return undefined
}

function stop(code: 1 | 2, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

async function main(): Promise<void> {
  let settings: ReturnType<typeof readSettings>
  try {
    settings = readSettings()
  } catch (error) {
    return stop(2, `${(error as Error).message}\n\n${USAGE}`)
  }
  if (settings.help) {
    console.log(USAGE)
    return
  }
  const wrong = missing(settings)
  if (wrong !== undefined) stop(2, wrong)

  const { issuer, host, resource, secret } = settings
  const api = await startApi({
    issuer,
    clientId: settings['client-id'],
    clientSecret: secret,
    host,
    port: Number(settings.port),
    resource: resource === '' ? undefined : resource,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      return stop(1, `Port ${settings.port} is in use: choose another one with --port`)
    }
    return stop(error instanceof TypeError ? 2 : 1, error.message)
  })
  console.log(`Notes API on ${api.url}, guarded by ${issuer}`)

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void api.close())
  }
}

await main()
