/** The first step of the setup: the server's address, its name and its colour, kept in the database. */

import { declareSettings, type SettingProblem } from '../../operations/settings.ts'
import { SETUP, type ServerField, type ServerStep } from '../../pages/console/setup.ts'
import { consoleWords } from '../../words/console/console.ts'
import { consoleAct, type Submitted } from './act.ts'
import { SERVER_FIELDS, serverStep } from './server-step.ts'
import { sendSetup } from './setup.ts'
import { alerted, done, goAndTell } from './visit.ts'

const text = consoleWords.setup.steps.server
export const changeServer = consoleAct({
  path: `${SETUP}/server`,
  needs: 'settings:write',
  needsRecentSignIn: true,
  page: () => SETUP,
  perform: async (context, visit) => {
    const server = await serverStep(context)
    const wanted = wantedIn(visit, server)
    const settingsProblems = context.settingsReading?.problems ?? (() => [])
    const operations = { ...context, settingsProblems }
    const outcome = await declareSettings(operations, visit.operating.actor, wanted)
    switch (outcome.is) {
      case 'invalid':
        return sendSetup(context, visit, {
          server: {
            ...server,
            values: { ...server.values, ...wanted.typed },
            problems: problemsOf(outcome.problems),
          },
        })
      case 'changed_meanwhile':
        return goAndTell(context, visit, { address: SETUP, told: alerted(text.meanwhile) })
      case 'unchanged':
        return goAndTell(context, visit, { address: SETUP, told: done(text.unchanged) })
      case 'declared': {
        const { issuer } = wanted.set
        if (issuer === undefined) {
          return goAndTell(context, visit, { address: SETUP, told: done(text.saved) })
        }
        // This app goes on answering at the old address for a moment.
        return visit.exchange.reply.redirect(`${issuer}${SETUP}`, 303)
      }
    }
  },
})

/** Only what differs, so that what was not touched stays with its source. */
function wantedIn({ form }: Pick<Submitted, 'form'>, { values, fixed }: ServerStep) {
  const typed: Partial<Record<ServerField, string>> = {}
  for (const name of SERVER_FIELDS) {
    const value = form.one(name)?.trim() ?? ''
    if (!Object.hasOwn(fixed, name) && value !== values[name]) typed[name] = value
  }
  const entries = Object.entries(typed)
  return {
    typed,
    set: Object.fromEntries(entries.filter(([, value]) => value !== '')) as typeof typed,
    withdraw: entries.flatMap(([name, value]) => (value === '' ? [name] : [])),
  }
}

function problemsOf(problems: readonly SettingProblem[]): ServerStep['problems'] {
  return Object.fromEntries(problems.map(({ name = 'issuer', sentence }) => [name, sentence]))
}
