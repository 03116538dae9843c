/** `/console/webhooks/new` and `/console/webhooks/:id/edit`: the form, and what it does. */

import type { FastifyReply } from 'fastify'
import { createAddressCheck } from '../../fetching/fetcher.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import {
  createWebhook,
  type InvalidWebhook,
  updateWebhook,
  type WebhookDescription,
} from '../../operations/webhooks.ts'
import { secretPage } from '../../pages/console/secret.ts'
import { webhookFormPage } from '../../pages/console/webhook-form.ts'
import { NEW_WEBHOOK, WEBHOOKS } from '../../pages/console/webhooks.ts'
import type { Endpoint } from '../../store/records.ts'
import { eventTypes } from '../../webhooks/event-types.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { consolePage } from './page.ts'
import { done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'
import { noSuchWebhook, webhookOf } from './webhooks.ts'

const text = consoleWords.webhooks
const EDIT = `${WEBHOOKS}/:id/edit` as const

export const newWebhookInConsole = consolePage({
  path: NEW_WEBHOOK,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  show: (_, visit) => sendForm(visit, { of: null, fields: { name: '', url: '', events: [] } }),
})

export const createWebhookAct = consoleAct({
  path: NEW_WEBHOOK,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => WEBHOOKS,
  perform: async (context, visit) => {
    const fields = fieldsIn(visit.form)
    const outcome = await createWebhook(withCheck(context), visit.operating.actor, fields)
    if (outcome.is === 'invalid') return sendForm(visit, { of: null, fields, problem: outcome })
    const { webhook, secret } = outcome
    return sendConsole(
      visit,
      secretPage({
        ...{ ...visit.props, current: 'webhooks', title: text.createdTitle(webhook.name) },
        about: [text.createdAbout],
        values: [
          [text.id, webhook.id],
          [text.secret, secret],
        ],
        onward: placeOf('webhooks', webhook.id),
      }),
    )
  },
})

export const editWebhookInConsole = consolePage({
  path: EDIT,
  needs: 'webhooks:write',
  show: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    return webhook === undefined
      ? noSuchWebhook(visit)
      : sendForm(visit, { of: webhook, fields: webhook })
  },
})

export const changeWebhook = consoleAct({
  path: EDIT,
  needs: 'webhooks:write',
  needsRecentSignIn: false,
  page: ({ id = '' }) => `${placeOf('webhooks', id)}/edit`,
  perform: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const fields = fieldsIn(visit.form)
    const change = differences(webhook, fields)
    if (Object.keys(change).length > 0) {
      const asked = { id: webhook.id, change }
      const outcome = await updateWebhook(withCheck(context), visit.operating.actor, asked)
      if (outcome.is === 'no_such_webhook') return noSuchWebhook(visit)
      if (outcome.is === 'invalid') {
        return sendForm(visit, { of: webhook, fields, problem: outcome })
      }
    }
    const address = placeOf('webhooks', webhook.id)
    return goAndTell(context, visit, { address, told: done(text.wasSaved) })
  },
})

/** So that an address that is not called now does not prevent a new name. */
function differences(
  before: WebhookDescription,
  { name, url, events }: WebhookDescription,
): Partial<WebhookDescription> {
  const sorted = (list: readonly string[]) => list.toSorted().join(' ')
  return {
    ...(name !== before.name && { name }),
    ...(url !== before.url && { url }),
    ...(sorted(events) !== sorted(before.events) && { events }),
  }
}

function fieldsIn(form: Parameters): WebhookDescription {
  const line = (name: string) => form.one(name)?.trim() ?? ''
  return { name: line('name'), url: line('url'), events: [...new Set(form.all('events'))] }
}

function withCheck(context: HttpContext) {
  const { fetchAllowedHosts: allowedHosts } = context.settings
  return { ...context, checkAddress: createAddressCheck({ allowedHosts }) }
}

function sendForm(
  visit: Visit,
  {
    of,
    fields: { name, url, events },
    problem = null,
  }: {
    readonly of: Endpoint | null
    readonly fields: WebhookDescription
    readonly problem?: InvalidWebhook | null
  },
): FastifyReply {
  const html = webhookFormPage({
    ...{ ...visit.props, fields: { name, url, events }, types: eventTypes },
    problem: problem && {
      // The form has no field for a secret.
      field: problem.field === 'secret' ? 'name' : problem.field,
      sentence: problem.field === 'events' ? text.eventsProblem : problem.sentence,
    },
    of: of && { name: of.name, address: placeOf('webhooks', of.id) },
  })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}
