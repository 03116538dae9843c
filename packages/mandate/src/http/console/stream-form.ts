/** `/console/streams/new` and `/console/streams/:id/edit`: the form, and what it does. */

import type { FastifyReply } from 'fastify'
import { createAddressCheck } from '../../fetching/fetcher.ts'
import { EVENT_NAMES } from '../../oauth/security-events/event-types.ts'
import { isPushed } from '../../oauth/security-events/stream-document.ts'
import {
  type CreateStreamOutcome,
  createStream,
  updateStream,
} from '../../operations/event-streams.ts'
import { type StreamFormProps, streamFormPage } from '../../pages/console/stream-form.ts'
import { NEW_STREAM, STREAMS } from '../../pages/console/streams.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { findClient } from './find.ts'
import { consolePage } from './page.ts'
import { noSuchStream, streamOf } from './streams.ts'
import { done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.streams
const EDIT = `${STREAMS}/:id/edit` as const

export const newStreamInConsole = consolePage({
  path: NEW_STREAM,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  show: (_, visit) => sendForm(visit, { fields: { client: '', url: '', events: [] } }),
})

export const createStreamAct = consoleAct({
  path: NEW_STREAM,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => STREAMS,
  perform: async (context, visit) => {
    const { form } = visit
    const line = (name: string) => form.one(name)?.trim() ?? ''
    const fields = { client: line('client'), url: line('url'), events: form.all('events') }
    const authorization = line('authorization')
    const client = await findClient(context.store, fields.client)
    if (client === undefined) return sendForm(visit, { fields, problem: text.unknownClient })
    const { url, events } = fields
    if (url === '' && authorization !== '') {
      return sendForm(visit, { fields, problem: text.headerWithoutPush })
    }
    const outcome = await createStream(withCheck(context), visit.operating.actor, {
      ...{ clientId: client.id, events },
      delivery: url === '' ? { method: 'poll' } : { method: 'push', url, authorization },
    })
    if (outcome.is !== 'created') return sendForm(visit, { fields, problem: problemIn(outcome) })
    const address = placeOf('streams', outcome.stream.id)
    return goAndTell(context, visit, { address, told: done(text.wasCreated(client.name)) })
  },
})

function problemIn(outcome: Exclude<CreateStreamOutcome, { readonly is: 'created' }>): string {
  switch (outcome.is) {
    case 'invalid':
      return outcome.sentence
    case 'no_such_client':
      return text.unknownClient
    case 'has_stream':
      return text.hasStream
    case 'public_client':
      return text.publicClient
  }
}

export const editStreamInConsole = consolePage({
  path: EDIT,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  show: async (context, visit) => {
    const of = await streamOf(context, visit)
    if (of === undefined) return noSuchStream(visit)
    const { url, events } = of.stream
    return sendForm(visit, { of, fields: { client: of.client.name, url, events } })
  },
})

export const changeStream = consoleAct({
  path: EDIT,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  page: ({ id = '' }) => `${placeOf('streams', id)}/edit`,
  perform: async (context, visit) => {
    const of = await streamOf(context, visit)
    if (of === undefined) return noSuchStream(visit)
    const { form } = visit
    const { stream, client } = of
    const url = form.one('url')?.trim() ?? ''
    const fields = { client: client.name, url, events: form.all('events') }
    const entered = form.one('authorization')?.trim() ?? ''
    const isNone = form.has('no_header')
    if (isNone && entered !== '') return sendForm(visit, { of, fields, problem: text.bothHeaders })
    const change = {
      ...(isPushed(stream) && url !== stream.url && { url }),
      ...(isPushed(stream) && (isNone || entered !== '') && { authorization: entered }),
      ...(isOther(fields.events, stream.events) && { events: fields.events }),
    }
    const wanted = { id: stream.id, change }
    const outcome = await updateStream(withCheck(context), visit.operating.actor, wanted)
    if (outcome.is === 'invalid') {
      const mustRepeat = outcome.field === 'authorization' && !('authorization' in change)
      const problem = mustRepeat ? text.headerAgain : outcome.sentence
      return sendForm(visit, { of, fields, problem })
    }
    if (outcome.is !== 'updated') return noSuchStream(visit)
    const address = placeOf('streams', stream.id)
    return goAndTell(context, visit, { address, told: done(text.wasSaved) })
  },
})

function isOther(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join(' ') !== other.toSorted().join(' ')
}

function withCheck(context: HttpContext) {
  const { fetchAllowedHosts: allowedHosts } = context.settings
  return { ...context, checkAddress: createAddressCheck({ allowedHosts }) }
}

function sendForm(
  visit: Visit,
  {
    of = null,
    fields,
    problem = null,
  }: {
    readonly of?: Awaited<ReturnType<typeof streamOf>> | null
    readonly fields: StreamFormProps['fields']
    readonly problem?: string | null
  },
): FastifyReply {
  const html = streamFormPage({
    ...{ ...visit.props, fields, problem, names: EVENT_NAMES },
    of: of && {
      ...{ name: of.client.name, address: placeOf('streams', of.stream.id) },
      isPushed: isPushed(of.stream),
    },
  })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}
