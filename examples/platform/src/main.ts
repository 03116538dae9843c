/** Runs the example alone: settings from the environment, one line when it is ready. */

import { createServer } from 'node:http'
import { createPlatform } from './platform.ts'

const USAGE = `Notewell, an example of a platform with its own users, connected to Mandate.

  ISSUER         the Mandate server
  PLATFORM_KEY   from: mandate platform-key create --name Notewell --may sign_in,users
  PASSWORD       of its first users: ada (an administrator), ben and cleo, all @notewell.example
  PORT           4001; in Mandate's settings, login_url is http://127.0.0.1:4001/sign-in/mandate
  USERS_FILE     ./notewell-users.json
`

const HOST = '127.0.0.1'

function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is missing\n\n${USAGE}`)
  return value
}

function main(): void {
  const port = Number(process.env['PORT'] ?? '4001')
  const { listener, close } = createPlatform({
    url: `http://${HOST}:${port}`,
    issuer: needed('ISSUER'),
    key: needed('PLATFORM_KEY'),
    usersFile: process.env['USERS_FILE'] ?? './notewell-users.json',
    password: needed('PASSWORD'),
  })
  const server = createServer(listener)
  server.on('error', (error) => fail(error))
  server.listen(port, HOST, () => process.stdout.write(`Notewell is at http://${HOST}:${port}\n`))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      close()
      server.close()
      server.closeAllConnections()
    })
  }
}

function fail(error: unknown): void {
  process.stderr.write(`notewell: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

try {
  main()
} catch (error) {
  fail(error)
}
