/** A command that checks several things: a line for each, and what to do about it. */

import { answer, type CommandContext, type CommandOptions, CommandRefused } from './command.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** The finding. */
  readonly message: string
  /** What to do about it, if anything. */
  readonly remedy?: string
  /** A warning: shown with another sign, but does not fail. */
  readonly notice?: true
}

/** Shows them all; throws `CommandRefused` if anything is wrong. */
export function answerWithChecks(
  context: CommandContext,
  options: CommandOptions,
  checks: readonly Check[],
): void {
  const { style } = context.terminal
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.map(({ name, ok, message, remedy, notice }) => {
    const mark = notice ? style.strong('!') : ok ? style.good('✓') : style.bad('✗')
    const line = `${mark} ${name.padEnd(width)}  ${message}`
    return remedy === undefined ? line : `${line}\n  ${' '.repeat(width)}  → ${remedy}`
  })
  const wrong = checks.filter(({ ok }) => !ok).length
  answer(context, options, { json: { ok: wrong === 0, checks }, text: lines.join('\n') })
  if (wrong > 0) {
    throw new CommandRefused(
      wrong === 1
        ? 'One thing is wrong; see the line with ✗.'
        : `${wrong} things are wrong; see the lines with ✗.`,
    )
  }
}
