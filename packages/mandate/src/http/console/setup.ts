/**
 * `/console/setup`: from an empty server to a login that works, for owners. Each step is a form of its
 * own; the steps are done once there is what they make.
 */

import { PATHS } from '../../oauth/metadata.ts'
import { createClient } from '../../operations/clients.ts'
import { createResource } from '../../operations/resources.ts'
import { madePage, SETUP, type SetupProps, setupPage } from '../../pages/console/setup.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { consolePage } from './page.ts'
import { serverStep } from './server-step.ts'
import { sendConsole, type Visit } from './visit.ts'

const text = consoleWords.setup
const page = () => SETUP
const needs = 'settings:write'

export const setupInConsole = consolePage({
  path: SETUP,
  needs,
  needsRecentSignIn: true,
  show: async (context, visit) => sendSetup(context, visit, {}),
})

type Filled = Partial<Pick<SetupProps, 'api' | 'client' | 'server'>>

/** The page, perhaps with a form that was refused. */
export async function sendSetup(context: HttpContext, visit: Visit, filled: Filled) {
  const { store } = context
  const [apis, clients] = await Promise.all([
    store.resources.list({ limit: 1 }),
    store.clients.list({ limit: 1 }),
  ])
  const untouched = { problem: null } as const
  const html = setupPage({
    ...visit.props,
    server: await serverStep(context),
    api: { ...untouched, isDone: apis.rows.length > 0, typed: { name: '', uri: '' } },
    client: {
      ...untouched,
      ...{ isDone: clients.rows.length > 0, typed: { name: '', redirect_uri: '' } },
    },
    ...filled,
  })
  return sendConsole(visit, html, Object.keys(filled).length > 0 ? 400 : 200)
}

export const addFirstApi = consoleAct({
  path: `${SETUP}/api`,
  needs: 'resources:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  perform: async (context, visit) => {
    const { form, operating } = visit
    const typed = { name: form.one('name') ?? '', uri: form.one('uri') ?? '' }
    const outcome = await createResource(context, operating.actor, typed)
    if (outcome.is !== 'created') {
      const problem = outcome.is === 'uri_taken' ? text.steps.api.taken : outcome.sentence
      return sendSetup(context, visit, { api: { isDone: false, typed, problem } })
    }
    const { resource, secret } = outcome
    const ask = `curl -u ${resource.id}:${secret} -d token=TOKEN ${context.settings.issuer}${PATHS.introspection}`
    return sendConsole(
      visit,
      madePage({
        ...visit.props,
        made: {
          ...{ kind: 'api', name: resource.name, id: resource.id, secret },
          lines: [{ about: text.shown.apiNext, line: ask }],
        },
      }),
    )
  },
})

export const addFirstClient = consoleAct({
  path: `${SETUP}/client`,
  needs: 'clients:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  perform: async (context, visit) => {
    const { form, operating } = visit
    const typed = { name: form.one('name') ?? '', redirect_uri: form.one('redirect_uri') ?? '' }
    const described = { name: typed.name, redirectUris: [typed.redirect_uri], isPublic: false }
    const outcome = await createClient(context, operating.actor, described)
    if (outcome.is !== 'created') {
      const problem = 'sentence' in outcome ? outcome.sentence : outcome.is
      return sendSetup(context, visit, { client: { isDone: false, typed, problem } })
    }
    const { client, secret } = outcome
    const { issuer } = context.settings
    const login = new URLSearchParams({
      ...{ response_type: 'code', client_id: client.id, redirect_uri: typed.redirect_uri },
    })
    const exchange = `curl -u ${client.id}:${secret} -d grant_type=authorization_code -d code=CODE --data-urlencode 'redirect_uri=${typed.redirect_uri.replaceAll("'", '%27')}' ${issuer}${PATHS.token}`
    return sendConsole(
      visit,
      madePage({
        ...visit.props,
        made: {
          ...{ kind: 'client', name: client.name, id: client.id, secret: secret ?? '' },
          lines: [
            { about: text.shown.clientNext, line: `${issuer}${PATHS.authorization}?${login}` },
            { about: text.shown.exchange, line: exchange },
          ],
        },
      }),
    )
  },
})
