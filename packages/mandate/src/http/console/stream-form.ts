/** `/console/streams/new`: the form that makes the stream of a client, and what it does. */

import type { FastifyReply } from 'fastify'
import { createAddressCheck } from '../../fetching/fetcher.ts'
import { EVENT_NAMES } from '../../oauth/security-events/event-types.ts'
import { type CreateStreamOutcome, createStream } from '../../operations/event-streams.ts'
import { type StreamFormProps, streamFormPage } from '../../pages/console/stream-form.ts'
import { NEW_STREAM, STREAMS } from '../../pages/console/streams.ts'
import { consoleWords } from '../../words/console/console.ts'
import { consoleAct } from './act.ts'
import { findClient } from './find.ts'
import { consolePage } from './page.ts'
import { done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.streams

export const newStreamInConsole = consolePage({
  path: NEW_STREAM,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  show: (_, visit) => sendForm(visit, { client: '', url: '', events: [] }, null),
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
    if (client === undefined) return sendForm(visit, fields, text.unknownClient)
    const { url, events } = fields
    if (url === '' && authorization !== '') return sendForm(visit, fields, text.headerWithoutPush)
    const { fetchAllowedHosts: allowedHosts } = context.settings
    const outcome = await createStream(
      { ...context, checkAddress: createAddressCheck({ allowedHosts }) },
      visit.operating.actor,
      {
        ...{ clientId: client.id, events },
        delivery: url === '' ? { method: 'poll' } : { method: 'push', url, authorization },
      },
    )
    if (outcome.is !== 'created') return sendForm(visit, fields, problemIn(outcome))
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

function sendForm(
  visit: Visit,
  fields: StreamFormProps['fields'],
  problem: string | null,
): FastifyReply {
  const html = streamFormPage({ ...visit.props, fields, problem, names: EVENT_NAMES })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}
