/** `/console/apis`: APIs, and what operators do with them. */

import type { FastifyReply } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import {
  createResource,
  deleteResource,
  rotateResourceSecret,
  updateResource,
} from '../../operations/resources.ts'
import {
  APIS,
  type ApiFields,
  apiFormPage,
  apiPage,
  apisPage,
  NEW_API,
  type ShownApi,
} from '../../pages/console/apis.ts'
import { secretPage } from '../../pages/console/secret.ts'
import type { Resource } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import {
  alerted,
  done,
  goAndTell,
  may,
  placeOf,
  sendConsole,
  sendMissing,
  type Visit,
} from './visit.ts'

const text = consoleWords.apis
const ROWS = 50
const ONE = '/console/apis/:id'
const page = ({ id = '' }: Visit['params']) => placeOf('apis', id)
const noSuchApi = (visit: Visit) => sendMissing(visit, { current: 'apis', what: 'api' })

function apiOf({ store }: HttpContext, { params }: Visit): Promise<Resource | undefined> {
  return store.resources.find(params['id'] ?? '')
}

function shown(api: Resource): ShownApi {
  return {
    ...{ id: api.id, name: api.name, uri: api.uri, address: placeOf('apis', api.id) },
    ...{ jwtAlgorithm: api.jwtAlgorithm, isRestricted: api.restricted, createdAt: api.createdAt },
    getsUsernames: api.needsUsernameSince !== null,
    previousSecretUntil: api.authentication.previous?.expiresAt ?? null,
  }
}

export const apisInConsole = consolePage({
  path: APIS,
  needs: 'resources:read',
  show: async ({ store }, visit) => {
    const from = visit.query.one('from')
    const { rows, next } = await store.resources.list({ after: from, limit: ROWS })
    return sendConsole(
      visit,
      apisPage({
        ...{ ...visit.props, apis: rows.map(shown), canChange: may(visit, 'resources:write') },
        first: from === undefined ? null : APIS,
        next: next && listAddress(APIS, { from: next }),
      }),
    )
  },
})

export const apiInConsole = consolePage({
  path: ONE,
  needs: 'resources:read',
  show: async (context, visit) => {
    const api = await apiOf(context, visit)
    if (api === undefined) return noSuchApi(visit)
    const canChange = may(visit, 'resources:write')
    return sendConsole(visit, apiPage({ ...visit.props, api: shown(api), canChange }))
  },
})

function fieldsIn(form: Parameters): ApiFields {
  return {
    ...{ name: form.one('name')?.trim() ?? '', uri: form.one('uri')?.trim() ?? '' },
    ...{ restricted: form.has('restricted'), username: form.has('username') },
  }
}

function sendForm(
  visit: Visit,
  {
    fields,
    of = null,
    problem = null,
  }: {
    readonly fields: ApiFields
    readonly of?: Resource | null
    readonly problem?: string | null
  },
): FastifyReply {
  const whose = of && { name: of.name, address: placeOf('apis', of.id), revision: of.revision }
  const html = apiFormPage({ ...visit.props, fields, problem, of: whose })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}

export const newApiInConsole = consolePage({
  path: NEW_API,
  needs: 'resources:write',
  needsRecentSignIn: true,
  show: (_, visit) =>
    sendForm(visit, { fields: { name: '', uri: '', restricted: true, username: false } }),
})

export const registerApi = consoleAct({
  path: NEW_API,
  needs: 'resources:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => APIS,
  perform: async (context, visit) => {
    const fields = fieldsIn(visit.form)
    const { username: needsUsername, ...described } = fields
    const { actor } = visit.operating
    const outcome = await createResource(context, actor, { ...described, needsUsername })
    if (outcome.is === 'invalid') return sendForm(visit, { fields, problem: outcome.sentence })
    if (outcome.is === 'uri_taken') {
      const { by } = outcome
      const problem = by === undefined ? text.uriTakenJustNow : text.uriTaken(by.name)
      return sendForm(visit, { fields, problem })
    }
    const { id, name } = outcome.resource
    return sendSecret(visit, { id, secret: outcome.secret, title: text.createdTitle(name) })
  },
})

function sendSecret(
  visit: Visit,
  { id, secret, title }: { readonly id: string; readonly secret: string; readonly title: string },
): FastifyReply {
  return sendConsole(
    visit,
    secretPage({
      ...{ ...visit.props, current: 'apis', title, onward: placeOf('apis', id) },
      about: [text.createdAbout],
      values: [
        [text.id, id],
        [text.secret, secret],
      ],
    }),
  )
}

export const editApiInConsole = consolePage({
  path: `${ONE}/edit`,
  needs: 'resources:write',
  needsRecentSignIn: true,
  show: async (context, visit) => {
    const of = await apiOf(context, visit)
    if (of === undefined) return noSuchApi(visit)
    const { name, uri, restricted } = of
    const username = of.needsUsernameSince !== null
    return sendForm(visit, { of, fields: { name, uri, restricted, username } })
  },
})

export const changeApi = consoleAct({
  path: `${ONE}/edit`,
  needs: 'resources:write',
  needsRecentSignIn: true,
  page: (params) => `${page(params)}/edit`,
  perform: async (context, visit) => {
    const of = await apiOf(context, visit)
    if (of === undefined) return noSuchApi(visit)
    const fields = fieldsIn(visit.form)
    const { name, restricted, username: needsUsername } = fields
    const revision = visit.form.one('revision') ?? ''
    const wanted = { resourceId: of.id, revision, change: { name, restricted, needsUsername } }
    const outcome = await updateResource(context, visit.operating.actor, wanted)
    if (outcome.is === 'no_such_resource') return noSuchApi(visit)
    if (outcome.is === 'invalid') return sendForm(visit, { of, fields, problem: outcome.sentence })
    const told = outcome.is === 'updated' ? done(text.wasSaved) : alerted(text.changedMeanwhile)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const rotateSecretOfApi = consoleAct({
  path: `${ONE}/rotate-secret`,
  needs: 'resources:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  ask: async (context, visit) => {
    const api = await apiOf(context, visit)
    if (api === undefined) return noSuchApi(visit)
    const overlap = en.inWords.span(context.settings.clientSecretOverlapSeconds)
    return {
      ...{ current: 'apis', title: text.rotateQuestion(api.name), typed: null },
      consequences: text.rotateConsequences(overlap),
      ...{ button: text.rotateButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const api = await apiOf(context, visit)
    if (api === undefined) return noSuchApi(visit)
    const { id } = api
    const outcome = await rotateResourceSecret(context, visit.operating.actor, { id })
    if (outcome.is === 'no_such_resource') return noSuchApi(visit)
    if (outcome.is !== 'rotated') {
      const told = alerted(text.clockInDoubt)
      return goAndTell(context, visit, { address: page(visit.params), told })
    }
    return sendSecret(visit, { id, secret: outcome.secret, title: text.rotatedTitle(api.name) })
  },
})

export const deleteApi = consoleAct({
  path: `${ONE}/delete`,
  needs: 'resources:write',
  needsRecentSignIn: true,
  page,
  ask: async (context, visit) => {
    const api = await apiOf(context, visit)
    if (api === undefined) return noSuchApi(visit)
    return {
      ...{ current: 'apis', title: text.deleteQuestion(api.name), typed: api.name },
      consequences: text.deleteConsequences,
      ...{ button: text.deleteButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const api = await apiOf(context, visit)
    const resourceId = api?.id ?? ''
    const outcome = await deleteResource(context, visit.operating.actor, { resourceId })
    if (api === undefined || outcome.is === 'no_such_resource') return noSuchApi(visit)
    return goAndTell(context, visit, { address: APIS, told: done(text.wasDeleted(api.name)) })
  },
})
