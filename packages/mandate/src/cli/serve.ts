/**
 * `mandate serve`: the server, until it is told to stop.
 *
 *     checked ──▶ opened (keys, store) ──▶ listening ──▶ draining ──▶ closed
 *
 * SIGINT or SIGTERM begins the draining: no new connection, what is in flight is answered, then the
 * store closes and the process ends with 0. With several workers each of them does so
 * (`workers.ts`, `worker.ts`), and the process that was started looks after them.
 */

import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import { readSettingsInForce, type SettingsInForce } from '../settings/read.ts'
import type { Settings } from '../settings.ts'
import { flagOf, settingNames, settingsTable } from '../settings.ts'
import { addCommand, type CommandContext, type CommandOptions, nextCommand } from './command.ts'
import { openData } from './data-directory.ts'
import { freePort, whyNotListening } from './ports.ts'
import { operatorHears, type Serving } from './serving.ts'
import { stopSignal } from './stop-signal.ts'

/** By camel-cased setting name, as the command line parser has it. */
type ServeOptions = CommandOptions & Readonly<Record<string, string | true | undefined>>

export function addServeCommand(program: Command, context: CommandContext): void {
  const serve = addCommand(program, 'serve', 'run the server')
  for (const name of settingNames) {
    if (name !== 'data') serve.option(`${flagOf(name)} <value>`, settingsTable[name].meaning)
  }
  serve.action((options: ServeOptions) => runServer(context, options))
}

async function runServer(context: CommandContext, options: ServeOptions): Promise<void> {
  if (cluster.isWorker) {
    const { runWorker } = await import('./worker.ts')
    return runWorker(context)
  }
  const { terminal } = context
  const { settings: wanted, ignoredVariables } = settingsFromFlags(context, options)
  const settings = await withPort(wanted)
  if (ignoredVariables.length > 0) {
    operatorHears(context, settings)(whatKubernetesSets(ignoredVariables))
  }
  const stopped = stopSignal()
  const count = settings.workers === 0 ? availableParallelism() : settings.workers
  const serving =
    count === 1
      ? await serveAlone(context, settings)
      : await (await import('./serve-with-workers.ts')).serveWithWorkers(context, settings, count)
  try {
    if (options.json)
      terminal.print(JSON.stringify({ issuer: settings.issuer, data: settings.data }))
    // Standard output is the log's, line by line JSON.
    else terminal.warn(startText(context, options, settings))
    await Promise.race([stopped, serving.exhausted])
  } finally {
    await serving.close()
  }
}

/** All in this process. Rejects where it cannot listen, with everything closed again. */
async function serveAlone(context: CommandContext, settings: Settings): Promise<Serving> {
  const data = await openData(context, settings, { create: true })
  const opened: { close(): Promise<void> }[] = [data.store]
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close()
  }
  try {
    // Loaded only now: the other commands do without a web server.
    const [{ startServer }, { createMetrics }, { serveMetrics }] = await Promise.all([
      import('./running-server.ts'),
      import('../metrics/metrics.ts'),
      import('./metrics.ts'),
    ])
    const metrics = createMetrics(settings)
    const { logLevel } = settings
    opened.push(await startServer(context, data, { logLevel, metrics }))
    const { text } = metrics
    const listener = await serveMetrics(settings, { text, tell: operatorHears(context, settings) })
    if (listener !== undefined) opened.push(listener)
    return { exhausted: new Promise(() => {}), close }
  } catch (error) {
    await close()
    throw whyNotListening(error, settings)
  }
}

function settingsFromFlags(context: CommandContext, options: ServeOptions): SettingsInForce {
  const { environment, workingDirectory } = context
  const flags = Object.fromEntries(
    [...settingNames, 'config'].flatMap((name) => {
      const given = options[camelCase(name)]
      return typeof given === 'string' ? [[name, given]] : []
    }),
  )
  return readSettingsInForce({ flags, environment, workingDirectory })
}

/** Port 0 becomes a real one before anybody is told the issuer. */
async function withPort(settings: Settings): Promise<Settings> {
  if (settings.port !== 0) return settings
  const port = await freePort(settings.host)
  return { ...settings, port, issuer: settings.issuer.replace(/:0$/, `:${port}`) }
}

function startText(context: CommandContext, options: CommandOptions, settings: Settings): string {
  const { strong, faint } = context.terminal.style
  return `${strong('Mandate')} is ready at ${strong(settings.issuer)}

  data      ${settings.data}
  metadata  ${settings.issuer}/.well-known/oauth-authorization-server

${faint('In another terminal:')}

  ${nextCommand(options, 'user create EMAIL')}
  ${nextCommand(options, 'client create --name NAME --redirect-uri https://HOST/callback')}

${faint('Ctrl-C stops it.')}`
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
