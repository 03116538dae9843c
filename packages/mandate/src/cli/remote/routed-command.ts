/**
 * A command that is done here, or, with `--server URL`, by a server elsewhere. Commands are written for
 * this machine's database; this is the one place where they are sent elsewhere instead.
 */

import { Command, Option } from 'commander'
import {
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from '../command.ts'

/** They are done here, and say with `--server` which sign-in they are about. */
const ABOUT_SERVERS: ReadonlySet<string> = new Set(['login', 'logout'])

type Action = (...given: never[]) => void | Promise<void>

export class RoutedCommand extends Command {
  readonly #context: CommandContext

  constructor(context: CommandContext, name?: string) {
    super(name)
    this.#context = context
  }

  override createCommand(name?: string): Command {
    return new RoutedCommand(this.#context, name)
  }

  override action(here: Action): this {
    return super.action(async (...given: unknown[]) => {
      // Commander hands over the arguments, the options and the command.
      const [options, args] = [given.at(-2) as CommandOptions, given.slice(0, -2)]
      if (options.server === undefined || ABOUT_SERVERS.has(commandName(this))) {
        await (here as (...all: unknown[]) => unknown)(...given)
        return
      }
      await this.#elsewhere(options, args as readonly (string | undefined)[])
    })
  }

  async #elsewhere(options: CommandOptions, args: readonly (string | undefined)[]): Promise<void> {
    const name = commandName(this)
    if (options.data !== undefined || options.config !== undefined) {
      throw new UsageRefused('Give either --server, or --data and --config')
    }
    // Loaded here, because most commands need none of it.
    const { remoteCommands } = await import('./commands.ts')
    const { openAdminApi } = await import('./admin-api.ts')
    const { hereOnly } = await import('./here-only.ts')
    const run = remoteCommands[name]
    if (run === undefined) {
      const why = hereOnly[name] ?? 'use the console or the admin API of the server'
      throw new CommandRefused(`mandate ${name} works only on the server’s machine: ${why}`)
    }
    const context = this.#context
    const api = await openAdminApi(context, options.server ?? '')
    const all = { ...options }
    const answered = await run({ context, api, args, options: all })
    if (answered !== undefined) answer(context, options, answered)
  }
}

/** `client create` for a subcommand of a group. */
export function commandName(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${commandName(parent)} ${command.name()}` : command.name()
}

/** The option that sends a command elsewhere. */
export function serverOption(): Option {
  return new Option('--server <url>', 'A server elsewhere, to which you have signed in')
}
