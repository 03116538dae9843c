/** `mandate stream …` against a server elsewhere. */

import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import {
  createdStreamText,
  DELETED_STREAM,
  deleteStreamQuestion,
  noStream,
  pausedStream,
  type StreamDocument,
  streamsText,
  streamText,
  turnedStreamText,
  verifyingText,
} from '../shown/streams.ts'
import { authorizationIn, deliveryIn, type StreamOptions } from '../stream.ts'
import { type Received, segment } from './admin-api.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { textOf, unlessThere } from './which.ts'

const shown = (json: Received) => json as unknown as StreamDocument

async function named({ api, args, options }: RemoteCall) {
  const id = args[0] ?? ''
  const path = `/event-streams/${segment(id)}`
  return { id, stream: shown(await unlessThere(api, path, noStream(id, options))), path }
}

const turn =
  (name: 'pause' | 'resume'): RemoteCommand =>
  async (call) => {
    const { stream, path } = await named(call)
    const status = name === 'pause' ? 'paused' : 'enabled'
    const json = await call.api.act('PUT', `${path}/status`, { status })
    return { json, text: turnedStreamText(name, stream.status !== status) }
  }

export const streamCommands: Readonly<Record<string, RemoteCommand>> = {
  'stream create': async ({ api, args, context, options }) => {
    const wanted = options as StreamOptions
    const delivery = await deliveryIn(context, wanted)
    const { event = [] } = wanted
    const json = await api.act('POST', '/event-streams', {
      client_id: args[0] ?? '',
      ...(event.length > 0 && { events: event }),
      ...(delivery.method === 'push' && {
        endpoint_url: delivery.url,
        ...(delivery.authorization !== undefined && { authorization: delivery.authorization }),
      }),
    })
    return { json, text: createdStreamText(shown(json), options) }
  },
  'stream list': async ({ api, context, options }) => {
    const json = await api.list('/event-streams')
    return { json, text: streamsText(context.terminal.style, json.map(shown), options) }
  },
  'stream show': async (call) => {
    const { stream } = await named(call)
    return { json: stream, text: streamText(stream) }
  },
  'stream update': async (call) => {
    const { context, options } = call
    const wanted = options as StreamOptions & { readonly allEvents?: true }
    const authorization =
      wanted.authorization === false ? null : await authorizationIn(context, wanted)
    const events = wanted.allEvents ? [] : wanted.event
    const body = {
      ...(wanted.push !== undefined && { endpoint_url: wanted.push }),
      ...(authorization !== undefined && { authorization }),
      ...(events !== undefined && { events }),
    }
    if (Object.keys(body).length === 0) {
      throw new UsageRefused('Nothing to change; see --help for what can be')
    }
    const { path } = await named(call)
    const json = await call.api.act('PATCH', path, body)
    return { json, text: streamText(shown(json)) }
  },
  'stream pause': turn('pause'),
  'stream resume': turn('resume'),
  'stream test': async (call) => {
    const { id, stream, path } = await named(call)
    if (stream.status === 'paused') throw pausedStream(id, call.options)
    const state = textOf(call.options['state'])
    await call.api.act('POST', `${path}/verify`, state === undefined ? {} : { state })
    const json = { stream_id: stream.stream_id, asked: true }
    return { json, text: verifyingText(id, call.options) }
  },
  'stream delete': async (call) => {
    const { stream, path } = await named(call)
    await confirm(call.context, call.options, async () => deleteStreamQuestion(stream.client_id))
    await call.api.act('DELETE', path)
    return { json: { stream_id: stream.stream_id, deleted: true }, text: DELETED_STREAM }
  },
}
