/** Streams of security events: what clients hear of their own grants. */

import { createAddressCheck } from '../../../fetching/fetcher.ts'
import { EVENT_NAMES } from '../../../oauth/security-events/event-types.ts'
import { streamRecord } from '../../../oauth/security-events/stream-document.ts'
import type { InvalidStream } from '../../../operations/event-stream-rules.ts'
import {
  createStream,
  findStream,
  turnStream,
  updateStream,
  verifyStream,
} from '../../../operations/event-streams.ts'
import type { Endpoint } from '../../../store/records.ts'
import type { HttpContext } from '../../context.ts'
import { act, change, creation, listing, type Noun, read, removal } from '../endpoint.ts'
import { changedMeanwhile, conflict, noSuch, notValid } from '../refusals.ts'
import {
  choice,
  identifier,
  list,
  optional,
  orNull,
  pageOf,
  shape,
  Type,
  text,
  time,
} from '../schema.ts'

const uris = (description: string) => list(Type.String(), description)

const streamSchema = shape(
  {
    stream_id: identifier('Its id.'),
    client_id: identifier('The client that hears.'),
    iss: Type.String({ description: 'The issuer of its tokens.' }),
    aud: Type.String({ description: 'The audience of its tokens: the client.' }),
    delivery: shape({
      method: Type.String({
        description: 'urn:ietf:rfc:8935 for push, urn:ietf:rfc:8936 for poll.',
      }),
      endpoint_url: Type.String({ description: 'Where events are pushed, or polled.' }),
    }),
    events_supported: uris('All types of events that there are.'),
    events_requested: optional(uris('Those that were chosen; absent for all.')),
    events_delivered: uris('Those that it has.'),
    min_verification_interval: Type.Integer({
      description: 'How often the client may ask for a verification event, in seconds.',
    }),
    description: optional(Type.String({ description: 'What the client calls it.' })),
    status: choice(
      ['enabled', 'paused', 'disabled'],
      'Whether events are sent. A disabled one, by its client, keeps nothing for later.',
    ),
    reason: optional(Type.String({ description: 'Why it was stopped.' })),
    created_at: time('Since when'),
  },
  { title: 'EventStream' },
)

const events = list(
  text(`A name (${EVENT_NAMES.join(', ')}) or the URI of a type.`, 200),
  'Only these events; empty for all.',
)
const authorization = text('What the Authorization header of each push has; never shown again.')
const PATH = '/event-streams/{client_id}'
const noStream = () => noSuch('stream of a client')

export const eventStreams: Noun = {
  name: 'Security event streams',
  description: 'What a client hears of its own grants, by push or by polling (RFC 8935, RFC 8936).',
  endpoints: [
    listing({
      id: 'listEventStreams',
      path: '/event-streams',
      summary: 'List the streams of all clients',
      needs: 'webhooks:read',
      answer: pageOf('EventStreamPage', streamSchema),
      run: async ({ context, page }) => {
        const { endpoints } = context.store
        const kinds = ['security_events', 'polled_security_events'] as const
        const pages = await Promise.all(kinds.map((kind) => endpoints.list(kind, page)))
        const all = pages.flatMap(({ rows }) => rows).toSorted((a, b) => (a.id < b.id ? -1 : 1))
        const rows = all.slice(0, page.limit)
        const isMore = all.length > rows.length || pages.some(({ next }) => next !== null)
        const next = isMore ? (rows.at(-1)?.id ?? null) : null
        return { rows: rows.map((row) => documentOf(context, row)), next }
      },
    }),
    creation({
      id: 'createEventStream',
      path: '/event-streams',
      summary: 'Make the stream of a client; it hears from now on',
      needs: 'webhooks:write',
      problems: { 404: 'There is no such client.', 409: 'It has a stream, or cannot poll.' },
      body: shape(
        {
          client_id: identifier('The client; it has at most one stream.'),
          endpoint_url: optional(text('Where events are pushed; without it, the client polls.')),
          authorization: optional(authorization),
          events: optional(events),
        },
        { title: 'NewEventStream' },
      ),
      answer: streamSchema,
      location: ({ client_id }) => `/event-streams/${encodeURIComponent(client_id)}`,
      run: async ({ context, actor, body }) => {
        const { client_id: clientId, endpoint_url: url, authorization: header } = body
        if (url === undefined && header !== undefined) {
          throw notValid('Only pushes have an Authorization header.', '/authorization')
        }
        const outcome = await createStream(withCheck(context), actor, {
          clientId,
          delivery:
            url === undefined ? { method: 'poll' } : { method: 'push', url, authorization: header },
          events: body.events ?? [],
        })
        switch (outcome.is) {
          case 'created':
            return documentOf(context, outcome.stream)
          case 'no_such_client':
            throw noSuch('client')
          case 'has_stream':
            throw conflict('has_stream', 'The client has a stream already.')
          case 'public_client':
            throw conflict(
              'public_client',
              'A public client cannot prove who it is, so it cannot poll.',
            )
          case 'invalid':
            throw invalid(outcome)
        }
      },
    }),
    read({
      id: 'readEventStream',
      path: PATH,
      summary: 'Read the stream of a client',
      needs: 'webhooks:read',
      answer: streamSchema,
      run: async ({ context, params }) => documentOf(context, await streamOf(context, params)),
    }),
    change({
      id: 'updateEventStream',
      path: PATH,
      summary: 'Change where events are pushed, or which',
      needs: 'webhooks:write',
      problems: { 409: 'The client polls this stream.' },
      body: shape(
        {
          endpoint_url: optional(text('The new address.')),
          authorization: optional(orNull(authorization)),
          events: optional(events),
        },
        { title: 'EventStreamChange' },
      ),
      answer: streamSchema,
      current: ({ context, params }) => findStream(context.store, params.client_id),
      document: (stream, context) => documentOf(context, stream),
      run: async ({ context, actor, params, body, asRead }) => {
        const { id } = asRead ?? (await streamOf(context, params))
        const outcome = await updateStream(withCheck(context), actor, {
          ...{ id, revision: asRead?.revision },
          change: {
            url: body.endpoint_url,
            authorization: body.authorization === null ? '' : body.authorization,
            events: body.events,
          },
        })
        switch (outcome.is) {
          case 'updated':
            return documentOf(context, outcome.stream)
          case 'no_such_stream':
            throw noStream()
          case 'changed_meanwhile':
            throw changedMeanwhile()
          case 'polled':
            throw conflict('polled', 'The client polls this stream, so only its events can change.')
          case 'invalid':
            throw invalid(outcome)
        }
      },
    }),
    act({
      id: 'setEventStreamStatus',
      path: `${PATH}/status`,
      method: 'PUT',
      summary: 'Pause a stream, or go on; what happens meanwhile is kept',
      needs: 'webhooks:write',
      body: shape(
        { status: choice(['enabled', 'paused'], 'What it is to be.') },
        { title: 'NewEventStreamStatus' },
      ),
      answer: streamSchema,
      run: async ({ context, actor, params, body }) => {
        const { id } = await streamOf(context, params)
        const turn = body.status === 'paused' ? 'pause' : 'resume'
        await turnStream(context, actor, { id, turn })
        return documentOf(context, await streamOf(context, params))
      },
    }),
    act({
      id: 'verifyEventStream',
      path: `${PATH}/verify`,
      method: 'POST',
      summary: 'Send an event that shows whether the stream works',
      needs: 'webhooks:write',
      problems: { 409: 'The stream is paused.' },
      body: shape(
        { state: optional(text('Comes back in the event.', 200)) },
        { title: 'EventStreamVerification' },
      ),
      answer: streamSchema,
      run: async ({ context, actor, params, body }) => {
        const stream = await streamOf(context, params)
        const asked = { id: stream.id, state: body.state ?? '' }
        const { is } = await verifyStream(context, actor, asked)
        if (is === 'no_such_stream') throw noStream()
        if (is === 'paused') throw conflict('paused', 'The stream is paused.')
        return documentOf(context, stream)
      },
    }),
    removal({
      id: 'deleteEventStream',
      path: PATH,
      summary: 'Delete the stream of a client; it hears nothing more',
      needs: 'webhooks:write',
      run: async ({ context, actor, params }) => {
        const { id } = await streamOf(context, params)
        await turnStream(context, actor, { id, turn: 'delete' })
      },
    }),
  ],
}

async function streamOf(
  { store }: HttpContext,
  { client_id: clientId }: { readonly client_id: string },
): Promise<Endpoint> {
  const stream = await findStream(store, clientId)
  if (stream === undefined) throw noStream()
  return stream
}

function documentOf({ settings }: HttpContext, stream: Endpoint) {
  return streamRecord(settings.issuer, stream)
}

function withCheck(context: HttpContext) {
  const { fetchAllowedHosts: allowedHosts } = context.settings
  return { ...context, checkAddress: createAddressCheck({ allowedHosts }) }
}

function invalid({ field, sentence }: InvalidStream) {
  const member = field === 'url' ? 'endpoint_url' : field
  return notValid(sentence, `/${member}`)
}
