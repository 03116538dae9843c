/** `mandate doctor`: looks at everything a server needs, changes nothing, says what to do. */

import type { Command } from 'commander'
import { SettingsRefused } from '../settings/read.ts'
import type { Settings } from '../settings.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  settingsFor,
} from './command.ts'
import {
  type Check,
  checkClock,
  checkDatabase,
  checkDirectory,
  checkIssuer,
  checkKeys,
  checkPort,
} from './doctor-checks.ts'

export function addDoctorCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'doctor',
    'Check everything a server needs, and say what to do; changes nothing',
  ).action((options: CommandOptions) => examine(context, options))
}

async function examine(context: CommandContext, options: CommandOptions): Promise<void> {
  const checks = await allChecks(context, options)
  const { style } = context.terminal
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.map(({ name, ok, message, remedy }) => {
    const mark = ok ? style.good('✓') : style.bad('✗')
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

async function allChecks(
  context: CommandContext,
  options: CommandOptions,
): Promise<readonly Check[]> {
  let settings: Settings
  try {
    settings = settingsFor(context, options)
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    // Nothing else can be looked at without knowing where it is.
    return error.problems.map((message) => ({ name: 'settings', ok: false, message }))
  }
  return [
    { name: 'settings', ok: true, message: 'all are understood' },
    checkIssuer(settings),
    checkDirectory(settings.data),
    await checkKeys(settings),
    await checkDatabase(settings),
    checkClock(settings, context.clock.now()),
    await checkPort(settings),
  ]
}
