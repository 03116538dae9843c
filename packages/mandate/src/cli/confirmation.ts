/**
 * A destructive command says what it will end, with numbers, and asks for confirmation. `--yes`
 * skips the question. Without a terminal it proceeds if the act can be undone, so that scripts
 * work, and otherwise refuses (docs/decisions/0021-what-ends-something-asks.md).
 */

import type { Readable } from 'node:stream'
import {
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from './command.ts'
import { firstLine } from './secret-input.ts'
import { printable } from './terminal.ts'

export const YES_FLAG = ['--yes', 'do it without asking'] as const

export interface YesOptions extends CommandOptions {
  readonly yes?: true
}

/** What a command is about to end. */
export interface Ending {
  /** `Delete Ledgerline (client_…)?` */
  readonly question: string
  /** The consequences, one sentence each, without a full stop. */
  readonly consequences: readonly string[]
  /** Whether another command can undo it. */
  readonly canBeUndone: boolean
  /** What to type if `yes` is not enough. */
  readonly typed?: string
}

/**
 * Resolves if confirmed. Rejects with `CommandRefused` if the answer is no, with `UsageRefused` if
 * there is nobody to ask. `ending` is called only if it is shown.
 */
export async function confirm(
  context: CommandContext,
  options: YesOptions,
  ending: () => Promise<Ending>,
): Promise<void> {
  if (options.yes) return
  const { input, terminal } = context
  const someoneIsThere = terminal.isInteractive && isTerminal(input)
  const { question, consequences, canBeUndone, typed } = await ending()
  if (!someoneIsThere) {
    if (canBeUndone) return
    throw new UsageRefused(
      `${question} ${consequences.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`).join(' ')} This cannot be undone: add --yes to skip the question.`,
    )
  }
  terminal.warn(
    [
      question,
      '',
      ...consequences.map((one) => `  - ${one}`),
      ...(canBeUndone ? [] : ['  - it cannot be undone']),
      '',
      typed === undefined ? 'Continue? Type yes:' : `Type ${printable(typed)} to continue:`,
    ].join('\n'),
  )
  const said = (await firstLine(input)).trim()
  const agreed = typed === undefined ? /^y(es)?$/i.test(said) : said === typed
  if (!agreed) throw new CommandRefused('Nothing was changed.')
}

function isTerminal(input: Readable): boolean {
  return 'isTTY' in input && input.isTTY === true
}
