/**
 * All four parties on one machine, to look at and to try out: the server, a guarded sample API and a
 * sample integrator run in one process on loopback, with a user to sign in as.
 *
 * The demo uses Mandate as an operator does: through its command line, which is passed in
 * (`mandate.ts`). A restarted demo is the same demo: `cast.ts` keeps what was made for it in its data
 * directory. `text.ts` has what people see.
 */

import { resolve } from 'node:path'
import { startApi } from '@mandate/example-api'
import { startIntegrator } from '@mandate/example-integrator'
import { type Cast, castFor, claimDirectory, noteAddresses, registerCallback } from './cast.ts'
import { type CommandLine, demoMandate, HOST, type Mandate } from './mandate.ts'
import { npmGone } from './npm-gone.ts'
import { isFree, startAtFreePort } from './ports.ts'
import { DemoRefused } from './refused.ts'
import { demoText, type Places, type Style } from './text.ts'

export type { CommandLine } from './mandate.ts'
export { DemoRefused } from './refused.ts'

const DEFAULT_DATA = '.mandate/demo'
const DEFAULT_PORT = 9400

export interface DemoOptions {
  /** The port of the server, which the others follow: 0 for any. Undefined: 9400 or the next free one. */
  readonly port: number | undefined
  readonly data: string | undefined
  readonly config: string | undefined
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
  const data = resolve(workingDirectory, options.data ?? DEFAULT_DATA)
  const mandate = demoMandate(commandLine, { data, config: options.config })
  const stop = Promise.withResolvers<unknown>()
  void Promise.race([surroundings.stopped, npmGone()]).then(stop.resolve)
  // Report problems before anything is created.
  await refuseTakenPort(options)
  await mandate.run('settings')
  claimDirectory(data)
  const running: (() => Promise<unknown>)[] = []
  try {
    const server = await startServer(mandate, options, stop.promise)
    if (server === undefined) return
    running.push(() => server.ended)
    const { issuer } = server
    const cast = await castFor(data, mandate)
    const port = Number(new URL(issuer).port)
    const above = options.port === 0 ? 0 : port + 1
    const api = await startAtFreePort({ host: HOST, first: above }, (port) =>
      startApi({ issuer, host: HOST, port, ...credentialsOf(cast.resource) }),
    )
    running.push(api.close)
    const integrator = await startAtFreePort({ host: HOST, first: above }, (port) =>
      startIntegrator({
        ...{ issuer, apiUrl: api.url, host: HOST, port },
        ...credentialsOf(cast.integrator),
        dataDirectory: resolve(data, 'integrator'),
      }),
    )
    running.push(integrator.close)
    await registerCallback(mandate, cast, `${integrator.url}/callback`)
    const places = { issuer, apiUrl: api.url, integratorUrl: integrator.url }
    noteAddresses(data, { cast, ...places })
    const movedFrom = options.port === undefined && port !== DEFAULT_PORT ? DEFAULT_PORT : null
    print(
      options.json
        ? JSON.stringify(demoDocument(cast, places))
        : demoText(cast, { places, data, style, movedFrom }),
    )
    await server.ended
  } finally {
    stop.resolve(undefined)
    for (const close of running.reverse()) await close()
  }
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
function demoDocument(cast: Cast, places: Places) {
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
  }
}
