/** Output of a command that checks several things: one line each, with the remedy. */

import { answer, type CommandContext, type CommandOptions, CommandRefused } from './command.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found. */
  readonly message: string
  /** What to do about it, if anything. */
  readonly remedy?: string
  /** A warning: has its own sign and does not make the command fail. */
  readonly notice?: true
}

/** Shows all checks; throws `CommandRefused` if one failed. */
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
        ? 'One check failed; see the line with ✗.'
        : `${wrong} checks failed; see the lines with ✗.`,
    )
  }
}
