/**
 * A server that loses its database and gets it back from a backup: the real commands, a server over
 * real HTTP, and a clock that the test controls.
 */

import { openData } from '../../packages/mandate/src/runtime/open-data.ts'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import {
  type RunningServer,
  startServer,
} from '../../packages/mandate/src/runtime/running-server.ts'
import { readSettings } from '../../packages/mandate/src/settings/in-force.ts'
import {
  commandContext,
  runCommand,
  runDocument,
} from '../../packages/mandate/test/command-line/run-command.ts'
import type { Credentials } from '../../packages/mandate/test/integrator.ts'
import {
  PASSWORD,
  REDIRECT_URI,
  type RunningServer as Site,
} from '../../packages/mandate/test/running-server.ts'

export interface Stage {
  /** The server as the tests' visitors and integrators see it. */
  readonly site: Site
  readonly clock: { now(): number; advance(seconds: number): void }
  addClient(name: string): Promise<Credentials>
  /** Runs a command on the current database. */
  command: typeof runCommand
  /** Stops the server and abandons its database; from then on commands use an empty location. */
  loseDatabase(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** A started server. `newPlace` prepares another database and returns the setting for it. */
export async function openStage(data: string, newPlace: () => Promise<string>): Promise<Stage> {
  let [now, database] = [Math.floor(Date.now() / 1000), await newPlace()]
  const clock = {
    now: () => now,
    advance: (seconds: number) => {
      now += seconds
    },
  }
  const port = await freePort('127.0.0.1')
  const environment = () => ({
    ...{ MANDATE_DATA: data, MANDATE_DATABASE: database, MANDATE_PORT: `${port}` },
  })
  let running: RunningServer | undefined

  async function start(): Promise<void> {
    const context = commandContext({ clock, environment: environment() })
    const settings = readSettings({ flags: {}, ...context })
    const opened = await openData(context, settings, { create: true })
    const server = await startServer(context, opened, { log: undefined })
    running = {
      async close() {
        await server.close()
        await opened.store.close()
      },
    }
  }
  async function stop(): Promise<void> {
    await running?.close()
    running = undefined
  }
  const within = (input?: string) => ({
    ...{ clock, environment: environment() },
    ...(input !== undefined && { input }),
  })

  await start()
  const email = 'jo.martin@example.com'
  await runDocument(
    ['user', 'create', '--init', email, '--password-stdin'],
    within(`${PASSWORD}\n`),
  )
  const api = ['--name', 'Notes', '--uri', 'https://notes.example']
  const resource = await runDocument(['resource', 'create', '--init', ...api], within())

  async function addClient(name: string): Promise<Credentials> {
    const description = ['--name', name, '--redirect-uri', REDIRECT_URI, '--trusted']
    const made = await runDocument(['client', 'create', '--init', ...description], within())
    return { id: String(made['client_id']), secret: String(made['client_secret']) }
  }

  const own = await addClient('Ledgerline')
  const site = {
    ...{ issuer: `http://127.0.0.1:${port}`, account: { email } },
    ...{ client: { id: own.id }, clientSecret: own.secret },
    resource: { id: String(resource['client_id']) },
    resourceSecret: String(resource['client_secret']),
  } as unknown as Site
  return {
    ...{ site, clock, addClient, start, stop },
    command: (args, { input } = {}) => runCommand(args, within(input)),
    async loseDatabase() {
      await stop()
      database = await newPlace()
    },
  }
}
