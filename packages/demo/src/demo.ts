/**
 * All parties on one machine, to try out: the server, a guarded sample API and a sample integrator
 * run in one process on loopback, with a user to sign in as and, optionally, a platform where that
 * user signs in.
 *
 * The demo uses Mandate as an operator does: through its command line, which is passed in
 * (`mandate.ts`). A restarted demo is the same demo: `cast.ts` keeps what was made for it in its data
 * directory. `platform.ts` starts the platform, `mailbox.ts` receives what the server mails. `text.ts` and `own-sign-in-text.ts` contain the
 * output.
 */

import { resolve } from 'node:path'
import { startApi } from '@mandate/example-api'
import { startIntegrator } from '@mandate/example-integrator'
import { type Cast, castFor, claimDirectory, noteAddresses, registerIntegrator } from './cast.ts'
import { openMailbox } from './mailbox.ts'
import { type CommandLine, demoMandate, HOST, type Mandate } from './mandate.ts'
import { npmGone } from './npm-gone.ts'
import { ownSignInText } from './own-sign-in-text.ts'
import { openPlatform } from './platform.ts'
import { isFree, startAtFreePort } from './ports.ts'
import { DemoRefused } from './refused.ts'
import { demoText, type Places, type Style } from './text.ts'

export type { CommandLine } from './mandate.ts'
export { DemoRefused } from './refused.ts'

const DEFAULT_DATA = { mandate: '.mandate/demo', platform: '.mandate/demo-own-sign-in' }
const DEFAULT_PORT = 9400

export interface DemoOptions {
  /** The port of the server, which the others follow: 0 for any. Undefined: 9400 or the next free one. */
  readonly port: number | undefined
  readonly data: string | undefined
  readonly config: string | undefined
  /** Whether people sign in on the page of an example platform instead of Mandate's. */
  readonly ownSignIn: boolean
  /** Whether the server is at `localhost` instead of 127.0.0.1, so that passkeys can be tried. */
  readonly localhost: boolean
  /** Print one JSON line instead of a text. */
  readonly json: boolean
}

export interface DemoSurroundings {
  readonly commandLine: CommandLine
  readonly workingDirectory: string
  readonly print: (text: string) => void
  readonly style: Style
  /** Aborted when the demo should stop. */
  readonly stopped: Promise<unknown>
}

/** Resolves when the demo has stopped. Rejects with `DemoRefused`, or with the error of a command. */
export async function runDemo(options: DemoOptions, surroundings: DemoSurroundings): Promise<void> {
  const { workingDirectory, commandLine, print, style } = surroundings
  const signInAt = options.ownSignIn ? 'platform' : 'mandate'
  const data = resolve(workingDirectory, options.data ?? DEFAULT_DATA[signInAt])
  const stop = Promise.withResolvers<unknown>()
  void Promise.race([surroundings.stopped, npmGone()]).then(stop.resolve)
  // Report problems before anything is created.
  await refuseTakenPort(options)
  const running: (() => Promise<unknown>)[] = []
  try {
    const platform = options.ownSignIn ? await openPlatform(platformPort(options)) : undefined
    if (platform !== undefined) running.push(platform.close)
    const mailbox = await openMailbox(mailboxPort(options))
    running.push(mailbox.close)
    const platformUrl = platform?.url
    const { smtpUrl } = mailbox
    const mandate = demoMandate(commandLine, {
      ...{ data, config: options.config, platformUrl, smtpUrl },
      issuerHost: options.localhost ? 'localhost' : HOST,
    })
    const scope = scopeFrom(await mandate.run('settings'))
    claimDirectory(data, signInAt)
    const server = await startServer(mandate, options, stop.promise)
    if (server === undefined) return
    running.push(() => server.ended)
    const { issuer } = server
    const cast = await castFor(data, mandate, scope)
    if (cast.platform !== undefined) platform?.connect({ issuer, data, cast: cast.platform })
    const port = Number(new URL(issuer).port)
    const above = options.port === 0 ? 0 : port + 1
    const api = await startAtFreePort({ host: HOST, first: above }, (port) =>
      startApi({ issuer, host: HOST, port, ...credentialsOf(cast.resource) }),
    )
    running.push(api.close)
    const integrator = await startAtFreePort({ host: HOST, first: above }, (port) =>
      startIntegrator({
        ...{ issuer, scope, apiUrl: api.url, host: HOST, port },
        ...credentialsOf(cast.integrator),
        dataDirectory: resolve(data, 'integrator'),
      }),
    )
    running.push(integrator.close)
    const callback = `${integrator.url}/callback`
    await registerIntegrator(mandate, cast, { callback, scope })
    const places = {
      ...{ issuer, apiUrl: api.url, integratorUrl: integrator.url, mailboxUrl: mailbox.url },
    }
    noteAddresses(data, { cast, ...places })
    const movedFrom = options.port === undefined && port !== DEFAULT_PORT ? DEFAULT_PORT : null
    const shown = { places, data, style, movedFrom }
    if (options.json) print(JSON.stringify(demoDocument(cast, places, platformUrl)))
    else if (platformUrl === undefined) print(demoText(cast, shown))
    else print(ownSignInText(cast, { ...shown, platformUrl }))
    await server.ended
  } finally {
    stop.resolve(undefined)
    for (const close of running.reverse()) await close()
  }
}

/** What the integrator asks for: what everybody gets, and who the user is. */
function scopeFrom(settings: unknown): string {
  const { default_scope: usual, openid } = settings as { default_scope: string; openid: boolean }
  return openid ? `${usual} openid profile email offline_access` : usual
}

/** Above the ports that follow the server's port. */
function platformPort({ port = DEFAULT_PORT }: DemoOptions): number {
  return port === 0 ? 0 : port + 3
}

/** Above all of them. */
function mailboxPort({ port = DEFAULT_PORT }: DemoOptions): number {
  return port === 0 ? 0 : port + 4
}

/** A requested port is not replaced by another one. */
async function refuseTakenPort({ port }: DemoOptions): Promise<void> {
  if (port === undefined || port === 0 || (await isFree(HOST, port))) return
  throw new DemoRefused(
    `Port ${port} on ${HOST} is in use by another program: stop that one, or choose another one with --port.`,
  )
}

function startServer(mandate: Mandate, { port }: DemoOptions, stopped: Promise<unknown>) {
  return port === undefined
    ? startAtFreePort({ host: HOST, first: DEFAULT_PORT }, (next) => mandate.serve(next, stopped))
    : mandate.serve(port, stopped)
}

function credentialsOf({ client_id, client_secret }: Cast['resource']) {
  return { clientId: client_id, clientSecret: client_secret }
}

/** One line for programs; its field names are stable. */
function demoDocument(cast: Cast, places: Places, platformUrl: string | undefined) {
  const { platform } = cast
  return {
    issuer: places.issuer,
    client_id: cast.client.client_id,
    client_secret: cast.client.client_secret,
    redirect_uri: cast.client.redirect_uri,
    username: cast.user.username,
    password: cast.user.password,
    api_url: places.apiUrl,
    integrator_url: places.integratorUrl,
    introspection_client_id: cast.resource.client_id,
    introspection_client_secret: cast.resource.client_secret,
    mailbox_url: places.mailboxUrl,
    ...(platform !== undefined && {
      platform_url: platformUrl,
      platform_username: cast.user.username,
      platform_password: cast.user.password,
      platform_admin_username: platform.admin.username,
      platform_admin_password: platform.admin.password,
    }),
  }
}
