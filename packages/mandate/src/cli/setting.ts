/** `mandate setting …`: settings in the database, which running servers take over. */

import type { Command } from 'commander'
import { declaredSettingsDocument } from '../documents/settings.ts'
import {
  type Declaration,
  type DeclareSettingsOutcome,
  declareSettings,
} from '../operations/settings.ts'
import { declarationProblems } from '../settings/declaration.ts'
import { undeclarableProblem } from '../settings/declared.ts'
import { textProblem } from '../settings/forms.ts'
import type { Setting } from '../settings/setting.ts'
import { valueFromText } from '../settings/text.ts'
import { type SettingName, settingsTable } from '../settings.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { declaredText, declaredVersionText } from './shown/settings.ts'

export function addSettingCommands(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'setting', 'Keep settings in the database, for all servers')
  addCommand(group, 'list', 'List the settings in the database').action((options: CommandOptions) =>
    withData(context, { ...options, evenIfRefused: true }, async ({ store }) => {
      const document = declaredSettingsDocument(await store.declaredSettings.current())
      answer(context, options, {
        json: document,
        text: declaredText(context.terminal.style, document),
      })
    }),
  )
  addCommand(
    group,
    'set <name> <value>',
    'Keep a setting in the database; running servers take it over within seconds',
  ).action(async (name: string, text: string, options: CommandOptions) => {
    await declare(context, options, { set: { [name]: settingFrom(name, text) } })
  })
  addCommand(group, 'unset <name>', 'Take a setting out of the database again').action(
    (name: string, options: CommandOptions) => declare(context, options, { withdraw: [name] }),
  )
}

/** The value that the text means. Throws `UsageRefused`. */
export function settingFrom(name: string, text: string): unknown {
  const problem = undeclarableProblem(name)
  if (problem !== undefined) throw new UsageRefused(`${name} ${problem}`)
  const { schema, give }: Setting = settingsTable[name as SettingName]
  const wrong = textProblem(text, schema)
  if (wrong !== undefined) throw new UsageRefused(`${name} is not right; give ${wrong || give}`)
  return valueFromText(text, schema)
}

function declare(
  context: CommandContext,
  options: CommandOptions,
  declaration: Declaration,
): Promise<void> {
  return withData(context, { ...options, evenIfRefused: true }, async (data) => {
    const { given } = data
    const outcome = await declareSettings(
      {
        ...data,
        settingsProblems: (declared) =>
          declarationProblems(given, declared, { referencesFrom: null }),
      },
      OPERATOR,
      declaration,
    )
    refuseUnlessDone(outcome)
    const names = [...Object.keys(declaration.set ?? {}), ...(declaration.withdraw ?? [])]
    const winning = given.given.filter(({ name }) => names.includes(name))
    const notes = winning.map(
      ({ name, source }) => `\nHere ${name} comes from ${source} all the same, which wins.`,
    )
    const { version } = outcome
    const changed = outcome.is === 'declared' ? outcome.changed : []
    answer(context, options, {
      json: { version, changed },
      text: declaredVersionText(version, changed) + notes.join(''),
    })
  })
}

/** Throws `CommandRefused`. */
function refuseUnlessDone(
  outcome: DeclareSettingsOutcome,
): asserts outcome is Extract<DeclareSettingsOutcome, { readonly is: 'declared' | 'unchanged' }> {
  if (outcome.is === 'invalid') {
    throw new CommandRefused(outcome.problems.map(({ sentence }) => sentence).join('\n'))
  }
  if (outcome.is === 'changed_meanwhile') {
    throw new CommandRefused(
      'Somebody else has changed the settings in the database at the same time; run the command again.',
    )
  }
}
