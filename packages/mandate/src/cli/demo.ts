/**
 * `mandate demo`: starts `@mandate/demo`, a separate package, so that an installed server contains
 * no examples.
 */

import { Readable } from 'node:stream'
import type { CommandLine, DemoOptions } from '@mandate/demo'
import type { Command } from 'commander'
import {
  addCommand,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  type RunCommand,
  wholeNumber,
} from './command.ts'

interface DemoFlags extends CommandOptions {
  readonly port?: string
  readonly ownSignIn?: boolean
  readonly localhost?: boolean
}

export function addDemoCommand(
  program: Command,
  context: CommandContext,
  runCommand: RunCommand,
): void {
  addCommand(program, 'demo', 'Run the server with a sample API, a sample integrator and a user')
    .option('--port <port>', 'the port of the server; the others follow (default: 9400)')
    .option(
      '--own-sign-in',
      'sign in on the page of a sample platform with its own users; keeps its data in .mandate/demo-own-sign-in',
    )
    .option(
      '--localhost',
      'put the server at http://localhost instead of 127.0.0.1, to try passkeys there',
    )
    .action(async ({ port, data, config, ownSignIn, localhost, json }: DemoFlags) => {
      const options: DemoOptions = {
        port: port === undefined ? undefined : wholeNumber('--port', port, { from: 0, to: 65_531 }),
        data,
        config,
        ownSignIn: ownSignIn ?? false,
        localhost: localhost ?? false,
        json: json ?? false,
      }
      const stopped = context.stopSignal()
      const { runDemo, DemoRefused } = await loadDemo()
      const commandLine: CommandLine = async (argv, { environment, print, stopped }) => {
        await runCommand(argv, {
          ...context,
          terminal: { ...context.terminal, print },
          input: Readable.from([]),
          environment: { ...context.environment, ...environment },
          stopSignal: async () => stopped,
        })
      }
      const { workingDirectory, terminal } = context
      const { print, style } = terminal
      await runDemo(options, { commandLine, workingDirectory, print, style, stopped }).catch(
        (error: unknown) => {
          throw error instanceof DemoRefused ? new CommandRefused(error.message) : error
        },
      )
    })
}

async function loadDemo() {
  try {
    return await import('@mandate/demo')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes("'@mandate/demo'")) throw error
    throw new CommandRefused(
      'The demo is a package of its own: run npx @mandate/demo, or install @mandate/demo beside mandate.',
    )
  }
}
