/** `/console/clients/new` and `/console/clients/:id/edit`: the form, and what it does. */

import type { FastifyReply } from 'fastify'
import type { Parameters } from '../../oauth/parameters.ts'
import {
  type ClientRefused,
  createClient,
  type EnteredChange,
  updateClient,
} from '../../operations/clients.ts'
import {
  type ClientFields,
  type ClientFormProps,
  clientFormPage,
} from '../../pages/console/client-form.ts'
import { NEW_CLIENT } from '../../pages/console/clients.ts'
import { secretPage } from '../../pages/console/secret.ts'
import type { Client } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { consolePage } from './page.ts'
import { alerted, done, goAndTell, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const text = consoleWords.clients
const EDIT = '/console/clients/:id/edit'
const noSuchClient = (visit: Visit) => sendMissing(visit, { current: 'clients', what: 'client' })

export const newClientInConsole = consolePage({
  path: NEW_CLIENT,
  needs: 'clients:write',
  needsRecentSignIn: true,
  show: ({ settings }, visit) =>
    sendForm({ settings }, visit, {
      of: null,
      fields: {
        ...{ name: '', redirect_uris: '', scope: settings.defaultScope, is_public: false },
        ...{ grant_types: 'authorization_code refresh_token', require_pkce: false, trusted: false },
        ...{ publisher: '', client_uri: '', policy_uri: '', tos_uri: '' },
      },
    }),
})

export const registerClient = consoleAct({
  path: NEW_CLIENT,
  needs: 'clients:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => '/console/clients',
  perform: async (context, visit) => {
    const fields = fieldsIn(visit.form)
    const { name = '', redirectUris = [], grantTypes = [], ...change } = changeIn(fields)
    const described = {
      ...{ ...change, name, redirectUris, isPublic: fields.is_public },
      ...(grantTypes.length > 0 && { grantTypes }),
    }
    const outcome = await createClient(context, visit.operating.actor, described)
    if (outcome.is !== 'created') {
      return sendForm(context, visit, { of: null, fields, problem: problemIn(outcome) })
    }
    const { client, secret } = outcome
    const onward = placeOf('clients', client.id)
    if (secret === null) {
      return goAndTell(context, visit, {
        address: onward,
        told: done(text.createdTitle(client.name)),
      })
    }
    return sendConsole(
      visit,
      secretPage({
        ...{ ...visit.props, current: 'clients', title: text.createdTitle(client.name), onward },
        about: [text.createdAbout],
        values: [
          [text.id, client.id],
          [text.secret, secret],
        ],
      }),
    )
  },
})

export const editClientInConsole = consolePage({
  path: EDIT,
  needs: 'clients:write',
  needsRecentSignIn: true,
  show: async ({ store, settings }, visit) => {
    const client = await store.clients.find(visit.params['id'] ?? '')
    return client === undefined
      ? noSuchClient(visit)
      : sendForm({ settings }, visit, { of: client, fields: fieldsOf(client) })
  },
})

export const changeClient = consoleAct({
  path: EDIT,
  needs: 'clients:write',
  needsRecentSignIn: true,
  page: ({ id = '' }) => `${placeOf('clients', id)}/edit`,
  perform: async (context, visit) => {
    const client = await context.store.clients.find(visit.params['id'] ?? '')
    if (client === undefined) return noSuchClient(visit)
    const fields = fieldsIn(visit.form)
    const change = differences(fieldsOf(client), fields, client)
    const address = placeOf('clients', client.id)
    if (Object.keys(change).length > 0) {
      const { actor } = visit.operating
      const revision = visit.form.one('revision') ?? ''
      const wanted = { clientId: client.id, change, revision }
      const outcome = await updateClient(context, actor, wanted)
      if (outcome.is === 'no_such_client') return noSuchClient(visit)
      if (outcome.is === 'changed_meanwhile') {
        return goAndTell(context, visit, { address, told: alerted(text.changedMeanwhile) })
      }
      if (outcome.is !== 'updated') {
        return sendForm(context, visit, { of: client, fields, problem: problemIn(outcome) })
      }
    }
    return goAndTell(context, visit, { address, told: done(text.wasSaved) })
  },
})

/** What the form changes, so that what somebody else changes meanwhile is not put back. */
function differences(before: ClientFields, after: ClientFields, client: Client): EnteredChange {
  const all = changeIn(after)
  const names = Object.keys(before) as readonly (keyof ClientFields)[]
  const changed = names.filter((name) => before[name] !== after[name])
  const isByDocument = client.registration?.by === 'document'
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([field, name]) =>
      changed.includes(field as keyof ClientFields) && (!isByDocument || field === 'publisher')
        ? [[name, all[name]]]
        : [],
    ),
  )
}

/** The property of each field; whether a client is public never changes. */
const FIELDS = {
  name: 'name',
  redirect_uris: 'redirectUris',
  scope: 'scope',
  grant_types: 'grantTypes',
  publisher: 'publisher',
  client_uri: 'clientUri',
  policy_uri: 'policyUri',
  tos_uri: 'tosUri',
  require_pkce: 'requirePkce',
  trusted: 'trusted',
} as const satisfies { readonly [Field in keyof ClientFields]?: keyof EnteredChange }

const tokens = (entered: string): readonly string[] => entered.split(/\s+/).filter(Boolean)

function changeIn(fields: ClientFields): EnteredChange {
  return {
    name: fields.name.trim(),
    redirectUris: tokens(fields.redirect_uris),
    scope: tokens(fields.scope).join(' '),
    grantTypes: tokens(fields.grant_types),
    publisher: fields.publisher.trim(),
    clientUri: fields.client_uri.trim(),
    policyUri: fields.policy_uri.trim(),
    tosUri: fields.tos_uri.trim(),
    requirePkce: fields.require_pkce,
    trusted: fields.trusted,
  }
}

function fieldsIn(form: Parameters): ClientFields {
  const line = (name: keyof ClientFields) => form.one(name) ?? ''
  return {
    ...{ name: line('name'), redirect_uris: line('redirect_uris').replaceAll('\r\n', '\n') },
    ...{ scope: line('scope'), grant_types: line('grant_types'), publisher: line('publisher') },
    ...{ client_uri: line('client_uri'), policy_uri: line('policy_uri') },
    tos_uri: line('tos_uri'),
    is_public: form.has('is_public'),
    require_pkce: form.has('require_pkce'),
    trusted: form.has('trusted'),
  }
}

function fieldsOf(client: Client): ClientFields {
  return {
    ...{ name: client.name, redirect_uris: client.redirectUris.join('\n'), scope: client.scope },
    ...{ grant_types: client.grantTypes.join(' '), publisher: client.publisher },
    ...{ client_uri: client.clientUri, policy_uri: client.policyUri, tos_uri: client.tosUri },
    is_public: client.authentication.method === 'none',
    ...{ require_pkce: client.requirePkce, trusted: client.trusted },
  }
}

function sendForm(
  { settings }: Pick<HttpContext, 'settings'>,
  visit: Visit,
  {
    of,
    fields,
    problem = null,
  }: {
    readonly of: Client | null
    readonly fields: ClientFormProps['fields']
    readonly problem?: string | null
  },
): FastifyReply {
  const html = clientFormPage({
    ...{ ...visit.props, fields, problem, scopes: Object.keys(settings.scopes) },
    of: of && {
      ...{ name: of.name, address: placeOf('clients', of.id), revision: of.revision },
      isByDocument: of.registration?.by === 'document',
    },
  })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}

function problemIn(refused: ClientRefused): string {
  switch (refused.is) {
    case 'invalid':
      return refused.sentence
    case 'unknown_scope':
      return text.unknownScope(refused.token)
    case 'unknown_grant_type':
      return text.unknownGrantType(refused.type)
    case 'unknown_resource':
      return text.unknownApi(refused.uri)
    case 'public_client':
      return text.publicClient
  }
}
