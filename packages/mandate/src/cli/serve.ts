/**
 * `mandate serve`: runs the server until it is told to stop (`runtime/serve.ts`).
 *
 * SIGINT or SIGTERM starts draining, as does SIGHUP if there was a terminal: new connections are
 * refused, requests in flight are answered, then the store closes and the process exits with 0.
 */

import cluster from 'node:cluster'
import type { Command } from 'commander'
import type { RuntimeContext } from '../runtime/context.ts'
import type { Served } from '../runtime/serve.ts'
import { type GivenSettings, readGiven } from '../settings/given.ts'
import { toOpenWith } from '../settings/in-force.ts'
import { whatKubernetesSets } from '../settings/kubernetes.ts'
import type { Settings } from '../settings.ts'
import { flagOf, settingNames, settingsTable } from '../settings.ts'
import { addCommand, type CommandContext, type CommandOptions, nextCommand } from './command.ts'
import { firstLinkFor } from './first-link.ts'

/** Keyed by camel-cased setting name, as in commander. */
type ServeOptions = CommandOptions & Readonly<Record<string, string | true | undefined>>

export function addServeCommand(program: Command, context: CommandContext): void {
  const serve = addCommand(program, 'serve', 'Run the server')
  for (const name of settingNames) {
    if (name !== 'data') serve.option(`${flagOf(name)} <value>`, settingsTable[name].meaning)
  }
  serve.action((options: ServeOptions) => runServer(context, options))
}

async function runServer(context: CommandContext, options: ServeOptions): Promise<void> {
  const running = { ...context, examine: laterExamine(context) }
  if (cluster.isWorker) {
    const { runWorker } = await import('../runtime/worker.ts')
    return runWorker(running)
  }
  const given = givenFromFlags(context, options)
  // Before anything is opened: a mistake in a file of the brand is found at once.
  const { openBrand } = await import('../brand/brand.ts')
  openBrand(toOpenWith(given))
  const stopped = context.stopSignal()
  const { serve } = await import('../runtime/serve.ts')
  const { ignoredVariables } = given
  await serve(running, given, {
    stopped,
    opened(log) {
      if (ignoredVariables.length > 0) log.warn(whatKubernetesSets(ignoredVariables))
    },
    ready: (served) => sayReady(context, options, served),
  })
}

/**
 * One JSON line for programs, text for people at a terminal, or else a log line. Only a person gets
 * the link for the first operator, because logs are kept and have no secrets.
 */
async function sayReady(
  context: CommandContext,
  options: ServeOptions,
  { settings, log }: Served,
): Promise<void> {
  const { terminal } = context
  const { issuer, data } = settings
  if (options.json) {
    terminal.print(JSON.stringify({ issuer, data }))
  } else if (terminal.isInteractive) {
    const { link, problem } = await firstLinkFor(context, settings)
    terminal.warn(startText(context, options, { settings, link }))
    if (problem !== undefined) log.error(problem)
  } else {
    log.info(`Mandate is ready at ${issuer} with the data in ${data}`)
  }
}

function givenFromFlags(context: CommandContext, options: ServeOptions): GivenSettings {
  const { environment, workingDirectory } = context
  const flags = Object.fromEntries(
    [...settingNames, 'config'].flatMap((name) => {
      const given = options[camelCase(name)]
      return typeof given === 'string' ? [[name, given]] : []
    }),
  )
  return readGiven({ flags, environment, workingDirectory })
}

function startText(
  context: CommandContext,
  options: CommandOptions,
  { settings, link }: { readonly settings: Settings; readonly link: string | undefined },
): string {
  const { strong, faint } = context.terminal.style
  return `${strong('Mandate')} is ready at ${strong(settings.issuer)}

  data      ${settings.data}
  metadata  ${settings.issuer}/.well-known/oauth-authorization-server

${link === undefined ? nextSteps(context, options) : firstStep(context, link)}

${faint('Ctrl-C stops it.')}`
}

function firstStep({ terminal }: CommandContext, link: string): string {
  return `${terminal.style.faint('It has no operator yet. To set it up in a browser, open this link once:')}

  ${link}`
}

function nextSteps({ terminal }: CommandContext, options: CommandOptions): string {
  return `${terminal.style.faint('In another terminal:')}

  ${nextCommand(options, 'user create EMAIL')}
  ${nextCommand(options, 'client create --name NAME --redirect-uri https://HOST/callback')}`
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** The checks are loaded when somebody looks at them. */
function laterExamine(context: CommandContext): RuntimeContext['examine'] {
  return async (found) => (await import('./doctor.ts')).examineServer(context, found)
}
