/**
 * `mandate serve`: the server, until it is told to stop.
 *
 *     checked ──▶ opened (keys, store) ──▶ listening ──▶ draining ──▶ closed
 *                  │  ▲
 *                  └──┘ live and not ready, until the database is there (`patient-opening.ts`)
 *
 * SIGINT or SIGTERM begins the draining, and SIGHUP where there was a terminal: no new connection,
 * what is in flight is answered, then the store closes and the process ends with 0. With several
 * workers each of them does so (`workers.ts`, `worker.ts`), and the process that was started looks
 * after them.
 */

import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { type Log, openLog } from '../log/log.ts'
import { logProcessEvents } from '../log/process-events.ts'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import { readSettingsInForce, type SettingsInForce } from '../settings/read.ts'
import type { Settings } from '../settings.ts'
import { flagOf, settingNames, settingsTable } from '../settings.ts'
import { addCommand, type CommandContext, type CommandOptions, nextCommand } from './command.ts'
import { openDataPatiently } from './patient-opening.ts'
import { freePort, whyNotListening } from './ports.ts'
import type { Serving } from './serving.ts'
import { stopSignal } from './stop-signal.ts'

/** By camel-cased setting name, as the command line parser has it. */
type ServeOptions = CommandOptions & Readonly<Record<string, string | true | undefined>>

export function addServeCommand(program: Command, context: CommandContext): void {
  const serve = addCommand(program, 'serve', 'Run the server')
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
  const { settings: wanted, ignoredVariables } = settingsFromFlags(context, options)
  const settings = await withPort(wanted)
  const stopped = stopSignal()
  const log = openLog(settings.logLevel)
  logProcessEvents(log)
  if (ignoredVariables.length > 0) log.warn(whatKubernetesSets(ignoredVariables))
  // The server has a log for its warnings; standard error may be the same file.
  const inLog = {
    ...context,
    terminal: { ...context.terminal, warn: (text: string) => log.warn(text) },
  }
  const count = settings.workers === 0 ? availableParallelism() : settings.workers
  try {
    const serving =
      count === 1
        ? await serveAlone(inLog, settings, { log, stopped })
        : await (await import('./serve-with-workers.ts')).serveWithWorkers(inLog, settings, {
            count,
            log,
            stopped,
          })
    if (serving === undefined) return
    try {
      sayReady(context, options, { settings, log })
      await Promise.race([stopped, serving.exhausted])
    } finally {
      await serving.close()
    }
  } finally {
    await log.close()
  }
}

/** One JSON line for programs, a text for people at a terminal, or a line of the log for later. */
function sayReady(
  context: CommandContext,
  options: ServeOptions,
  { settings, log }: { readonly settings: Settings; readonly log: Log },
): void {
  const { terminal } = context
  const { issuer, data } = settings
  if (options.json) terminal.print(JSON.stringify({ issuer, data }))
  else if (terminal.isInteractive) terminal.warn(startText(context, options, settings))
  else log.info(`Mandate is ready at ${issuer} with the data in ${data}`)
}

/** All in this process; undefined where `stopped` came before the database. Rejects where it cannot listen, with everything closed again. */
async function serveAlone(
  context: CommandContext,
  settings: Settings,
  { log, stopped }: { readonly log: Log; readonly stopped: Promise<unknown> },
): Promise<Serving | undefined> {
  const data = await openDataPatiently(context, settings, { log, stopped })
  if (data === undefined) return undefined
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
    opened.push(await startServer(context, data, { log, metrics }))
    const { text } = metrics
    const listener = await serveMetrics(settings, { text, tell: context.terminal.warn })
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
