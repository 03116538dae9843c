/**
 * `mandate demo`: all four parties on one machine, to look at and to try out. The server, a guarded
 * sample API and a sample integrator run in one process on loopback, with a user to sign in as.
 *
 * Started again it is the same demo: what was made for it is kept in its data directory
 * (`demo-cast.ts`). `demo-text.ts` has what people see.
 */

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { openData } from '../runtime/open-data.ts'
import { freePort, whyNotListening } from '../runtime/ports.ts'
import { npmGone, stopSignal } from '../runtime/stop-signal.ts'
import { readSettings } from '../settings/read.ts'
import {
  addCommand,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  wholeNumber,
} from './command.ts'
import { bringOnStage, type Cast, castFor, noteAddresses } from './demo-cast.ts'
import { demoText, type Places } from './demo-text.ts'

const HOST = '127.0.0.1'
const DEFAULT_DATA = '.mandate/demo'
const DEFAULT_PORT = 9400

interface DemoOptions extends CommandOptions {
  readonly port?: string
}

interface Running {
  close(): Promise<void>
}

export function addDemoCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'demo', 'Run the server with a sample API, a sample integrator and a user')
    .option('--port <port>', `the port of the server; the others follow (default: ${DEFAULT_PORT})`)
    .action((options: DemoOptions) => runDemo(context, options))
}

async function runDemo(context: CommandContext, options: DemoOptions): Promise<void> {
  const { terminal, environment, workingDirectory } = context
  const stopped = Promise.race([stopSignal(), npmGone(environment)])
  const parties = loadParties()
  // Whatever is refused before they are needed is told in their place.
  parties.catch(() => {})
  const data = resolve(workingDirectory, options.data ?? DEFAULT_DATA)
  const ports = await choosePorts(options)
  const flags = {
    data,
    // A demo has a database of its own, whatever the environment says.
    database: resolve(data, 'mandate.db'),
    host: HOST,
    port: String(ports.server),
    issuer: `http://${HOST}:${ports.server}`,
    ...(options.config !== undefined && { config: options.config }),
  }
  const settings = readSettings({ flags, environment, workingDirectory })
  const cast = await castFor(settings, context)
  const opened = await openData(context, settings, { create: true })
  const running: Running[] = [opened.store]
  try {
    const integratorUrl = `http://${HOST}:${ports.integrator}`
    await bringOnStage(cast, { ...opened, context, integratorUrl })
    const { startServer, startApi, startIntegrator } = await parties
    running.push(await startServer(context, opened, { log: undefined }))
    const api = await startApi({
      issuer: settings.issuer,
      clientId: cast.resource.client_id,
      clientSecret: cast.resource.client_secret,
      host: HOST,
      port: ports.api,
    })
    running.push(api)
    const integrator = await startIntegrator({
      issuer: settings.issuer,
      clientId: cast.integrator.client_id,
      clientSecret: cast.integrator.client_secret,
      apiUrl: api.url,
      host: HOST,
      port: ports.integrator,
      dataDirectory: resolve(data, 'integrator'),
    })
    running.push(integrator)
    const places = { issuer: settings.issuer, apiUrl: api.url, integratorUrl: integrator.url }
    noteAddresses(settings, context, { cast, ...places })
    terminal.print(
      options.json
        ? JSON.stringify(demoDocument(cast, places))
        : demoText(cast, { places, data, style: terminal.style, movedFrom: ports.movedFrom }),
    )
    await stopped
  } catch (error) {
    throw whyNotListening(error, settings)
  } finally {
    for (const party of running.reverse()) await party.close()
  }
}

/** Starts to load what only the demo needs, while the data directory is being opened. */
async function loadParties() {
  const [server, api, integrator] = await Promise.all([
    import('../runtime/running-server.ts'),
    import('@mandate/example-api'),
    import('@mandate/example-integrator'),
  ])
  return { ...server, ...api, ...integrator }
}

/** A port that was asked for has to be free; otherwise the next free ones do. */
async function choosePorts({ port }: DemoOptions) {
  const asked =
    port === undefined ? undefined : wholeNumber('--port', port, { from: 0, to: 65_533 })
  const server = await freePort(HOST, asked ?? DEFAULT_PORT)
  if (asked !== undefined && asked !== 0 && server !== asked) {
    throw new CommandRefused(
      `Port ${asked} on ${HOST} is in use by another program: stop that one, or choose another one with --port.`,
    )
  }
  const following = (above: number) => freePort(HOST, asked === 0 ? 0 : above + 1)
  const api = await following(server)
  const integrator = await following(api)
  const movedFrom = asked === undefined && server !== DEFAULT_PORT ? DEFAULT_PORT : null
  return { server, api, integrator, movedFrom }
}

/** One line for programs; its names are a promise. */
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
