/** `mandate serve` in a separate process, with a client and a grant that must survive everything. */

import {
  serving,
  temporaryDirectory,
} from '../../packages/mandate/test/command-line/mandate-process.ts'
import { runCommand, runDocument } from '../../packages/mandate/test/command-line/run-command.ts'

const REDIRECT_URI = 'https://urltoclient:4443'
const EMAIL = 'jo.martin@example.com'
const PASSWORD = 'correct horse battery staple'

export interface ServerProcess {
  readonly address: URL
  /** All its standard output and standard error. */
  log(): string
  /** Refreshes the one grant, as an honest client does. Rejects if that fails. */
  refresh(): Promise<void>
  /** Stops it with SIGTERM; returns its exit code. */
  stop(): Promise<number | null>
}

/** Starts it on a fresh data directory. It is stopped at the latest when the test file ends. */
export async function startServerProcess(): Promise<ServerProcess> {
  const data = temporaryDirectory()
  const user = ['user', 'create', '--init', EMAIL, '--password-stdin', '--data', data]
  const created = await runCommand(user, { input: PASSWORD })
  if (created.code !== 0) throw new Error(created.errors)
  const client = await runDocument([
    ...['client', 'create', '--init', '--name', 'Ledgerline', '--trusted', '--data', data],
    ...['--redirect-uri', REDIRECT_URI],
  ])
  const credentials = `${client['client_id']}:${client['client_secret']}`
  const server = serving(['serve', '--json', '--port', '0', '--log-level', 'debug', '--data', data])
  const [, issuer = ''] = await server.until(/"issuer":"([^"]+)"/)

  const token = async (form: Readonly<Record<string, string>>): Promise<string> => {
    const response = await fetch(`${issuer}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams(form),
    })
    const answer = await response.text()
    const { refresh_token } = JSON.parse(answer)
    if (response.status !== 200)
      throw new Error(`an honest request got ${response.status}: ${answer}`)
    return refresh_token
  }
  let live = await token({
    grant_type: 'authorization_code',
    code: await signInForCode(issuer, String(client['client_id'])),
    redirect_uri: REDIRECT_URI,
  })
  return {
    address: new URL(issuer),
    log: () => server.read().output + server.read().errors,
    async refresh() {
      live = await token({ grant_type: 'refresh_token', refresh_token: live })
    },
    stop: () => server.stop('SIGTERM'),
  }
}

async function signInForCode(issuer: string, clientId: string): Promise<string> {
  const query = { response_type: 'code', client_id: clientId, redirect_uri: REDIRECT_URI }
  const started = await fetch(`${issuer}/oauth2/authorize?${new URLSearchParams(query)}`, {
    redirect: 'manual',
  })
  const cookies = started.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
  const signedIn = await fetch(new URL(started.headers.get('location') ?? '', issuer), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
  })
  const code = new URL(signedIn.headers.get('location') ?? issuer).searchParams.get('code')
  if (code === null) throw new Error(`the sign-in failed: ${signedIn.status}`)
  return code
}
