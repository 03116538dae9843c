/** Settings: those in force, and those that are kept in the database for all servers. */

import { declaredSettingsDocument, settingsDocument } from '../../../documents/settings.ts'
import { declareSettings, type SettingProblem } from '../../../operations/settings.ts'
import { declarableNames } from '../../../settings/declared.ts'
import { SettingsRefused } from '../../../settings/refused.ts'
import { settingNames, settingsTable } from '../../../settings.ts'
import type { HttpContext } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { change, type Noun, read } from '../endpoint.ts'
import { changedMeanwhile, conflict } from '../refusals.ts'
import { optional, shape, Type, text, time, whole } from '../schema.ts'

const version = whole('Counts the changes; 0 if there was none.', { from: 0, to: 2 ** 53 - 1 })
const members = (names: readonly (keyof typeof settingsTable)[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      optional(Type.Unknown({ description: settingsTable[name].meaning })),
    ]),
  )

const inForceSchema = shape(
  {
    ...members(settingNames),
    sources: Type.Record(Type.String(), Type.String(), {
      description: 'Where each comes from: a flag, a variable, a line of a file, the database.',
    }),
  },
  { title: 'Settings', description: 'The settings in force, without secrets.' },
)

const declaredSchema = shape(
  {
    version,
    settings: Type.Array(
      shape({
        name: text('Its name.', 100),
        value: Type.Unknown({ description: 'As in mandate.yaml; a secret is a reference.' }),
        by: Type.String({ description: 'Who declared it.' }),
        declared_at: time('When'),
      }),
    ),
  },
  { title: 'DeclaredSettings', description: 'The settings that are kept in the database.' },
)

/** The version names the state, on whatever server. */
const answersDeclared = { answer: declaredSchema, tag: shape({ version }) }

export const settings: Noun = {
  name: 'Settings',
  description:
    'What the operator decides. A server takes over what the database has within seconds, unless a flag, a variable or a file of its own says otherwise.',
  endpoints: [
    read({
      id: 'readSettings',
      path: '/settings',
      summary: 'Read the settings in force on the server that answers, and where each comes from',
      description: 'With what the database has now, which a server takes over within seconds.',
      needs: 'settings:read',
      problems: { 409: 'The server does not know where its settings come from.' },
      answer: inForceSchema,
      run: async ({ context }) => settingsDocument(await shownIn(context)),
    }),
    read({
      id: 'readDeclaredSettings',
      path: '/declared-settings',
      summary: 'Read the settings that are kept in the database',
      needs: 'settings:read',
      ...answersDeclared,
      run: ({ context }) => declared(context),
    }),
    change({
      id: 'updateDeclaredSettings',
      path: '/declared-settings',
      summary: 'Keep settings in the database, or with null take them out again',
      description:
        'Others stay as they are. Values are as in mandate.yaml; secrets are references, `file:NAME` or `env:NAME`.',
      needs: 'settings:write',
      problems: { 409: 'The server cannot check settings.' },
      body: shape(members(declarableNames), { title: 'DeclaredSettingsChange' }),
      ...answersDeclared,
      current: ({ context }) => declared(context),
      document: (current) => current,
      run: async ({ context, actor, body, asRead }) => {
        const { settingsReading } = context
        if (settingsReading === undefined) throw unknownHere()
        const entries = Object.entries(body)
        const outcome = await declareSettings(
          { ...context, settingsProblems: settingsReading.problems },
          actor,
          {
            set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
            withdraw: entries.flatMap(([name, value]) => (value === null ? name : [])),
            ...(asRead !== undefined && { from: asRead.version }),
          },
        )
        if (outcome.is === 'changed_meanwhile') throw changedMeanwhile()
        if (outcome.is === 'invalid') throw invalid(outcome.problems)
        return declared(context)
      },
    }),
  ],
}

async function declared({ store }: HttpContext) {
  return declaredSettingsDocument(await store.declaredSettings.current())
}

/** Rejects with `Problem` (409), or `StorageUnavailable`. */
async function shownIn({ shownSettings }: HttpContext) {
  if (shownSettings === undefined) throw unknownHere()
  try {
    return await shownSettings()
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    throw conflict('settings_refused', `This server cannot use them: ${error.problems.join('; ')}.`)
  }
}

function unknownHere(): Problem {
  return conflict('settings_unknown', 'This server does not know where its settings come from.')
}

function invalid(problems: readonly SettingProblem[]): Problem {
  const errors = problems.map(({ name, sentence }) => ({
    field: name === undefined ? '' : `/${name}`,
    detail: sentence,
  }))
  return new Problem(422, 'invalid_request', {
    detail: errors[0]?.detail ?? 'These settings do not go together.',
    errors,
  })
}
