/** `mandate settings`: the settings in force, or the reference that `docs/settings.md` holds. */

import type { Command } from 'commander'
import { settingsReference } from '../settings/reference.ts'
import { withoutPassword } from '../settings/text.ts'
import { USUAL_METRICS_PORT } from '../settings.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  settingsFor,
} from './command.ts'
import { fields } from './terminal.ts'

interface SettingsOptions extends CommandOptions {
  readonly markdown?: true
}

export function addSettingsCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'settings', 'show the settings in force and where they can be set')
    .option('--markdown', 'write the reference of all settings instead')
    .action((options: SettingsOptions) => {
      if (options.markdown) {
        context.terminal.print(settingsReference().trimEnd())
        return
      }
      const settings = Object.entries(settingsFor(context, options)).map(
        ([name, value]) => [snakeCase(name), presentable(name, value)] as const,
      )
      answer(context, options, {
        json: Object.fromEntries(settings),
        text: `${fields(
          settings.map(([name, value]) => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        )}\n\nEach is a line of mandate.yaml, a variable (MANDATE_ISSUER) or a flag of mandate serve (--issuer).`,
      })
    })
}

/** Without the password that a database URL may hold. */
function presentable(name: string, value: unknown): unknown {
  if (name === 'metricsPort' && value === null) return `${USUAL_METRICS_PORT} where that is free`
  return name === 'database' ? withoutPassword(String(value)) : value
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
