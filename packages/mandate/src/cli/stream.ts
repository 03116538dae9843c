/** `mandate stream …`: the security events that a client hears, by push or by polling. */

import type { Command } from 'commander'
import { createAddressCheck } from '../fetching/fetcher.ts'
import { EVENT_NAMES } from '../oauth/security-events/event-types.ts'
import { streamRecord } from '../oauth/security-events/stream-document.ts'
import type { InvalidStream } from '../operations/event-stream-rules.ts'
import {
  type CreateStreamOutcome,
  createStream,
  findStream,
  type StreamDelivery,
  turnStream,
  updateStream,
  verifyStream,
} from '../operations/event-streams.ts'
import { everyRow } from '../store/every-row.ts'
import type { Endpoint } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import { secretFromInput } from './secret-input.ts'
import {
  createdStreamText,
  DELETED_STREAM,
  deleteStreamQuestion,
  noStream,
  pausedStream,
  streamsText,
  streamText,
  turnedStreamText,
  verifyingText,
} from './shown/streams.ts'
import { printable } from './terminal.ts'

export interface StreamOptions extends CommandOptions {
  readonly push?: string
  readonly poll?: true
  readonly event?: readonly string[]
  readonly authorizationStdin?: true
  readonly authorization?: false
}

const EVENT_FLAG = [
  '--event <event...>',
  `only these events (default: all): ${EVENT_NAMES.join(', ')}`,
] as const
const AUTHORIZATION_FLAG = [
  '--authorization-stdin',
  'read from standard input what the Authorization header of each push has to be',
] as const

export function addStreamCommands(program: Command, context: CommandContext): void {
  const group = addGroup(
    program,
    'stream',
    'Tell clients of ended connections: security events, by push or by polling',
  )

  addCommand(group, 'create <client_id>', 'Make the stream of a client; it hears from now on')
    .option('--push <url>', 'events are posted to this address (RFC 8935)')
    .option('--poll', 'the client fetches its events (RFC 8936)')
    .option(...EVENT_FLAG)
    .option(...AUTHORIZATION_FLAG)
    .action((clientId: string, options: StreamOptions) =>
      withData(context, options, async (data) => {
        const delivery = await deliveryIn(context, options)
        const asked = { clientId, delivery, events: options.event ?? [] }
        const outcome = await createStream(withCheck(data), OPERATOR, asked)
        if (outcome.is !== 'created') throw refusedCreation(outcome, clientId, options)
        await tell(context, options, { data, stream: outcome.stream, isNew: true })
      }),
    )

  addCommand(group, 'list', 'List the streams of all clients').action((options: CommandOptions) =>
    withData(context, options, async (data) => {
      const { endpoints } = data.store
      const pushed = await everyRow((page) => endpoints.list('security_events', page))
      const polled = await everyRow((page) => endpoints.list('polled_security_events', page))
      const streams = [...pushed, ...polled]
      const json = streams.map((stream) => documentOf(data, stream))
      answer(context, options, {
        json,
        text: streamsText(context.terminal.style, json, options),
      })
    }),
  )

  addCommand(group, 'show <client_id>', 'Show the stream of a client, and how it does').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        await tell(context, options, { data, stream: await streamNamed(data, id, options) })
      }),
  )

  addCommand(group, 'update <client_id>', 'Change where events are pushed, or which')
    .option('--push <url>', 'the new address')
    .option(...EVENT_FLAG)
    .option('--all-events', 'all events again')
    .option(...AUTHORIZATION_FLAG)
    .option('--no-authorization', 'send no Authorization header any more')
    .action((id: string, options: StreamOptions & { readonly allEvents?: true }) =>
      withData(context, options, async (data) => {
        const { id: streamId } = await streamNamed(data, id, options)
        const authorization =
          options.authorization === false ? '' : await authorizationIn(context, options)
        const events = options.allEvents ? [] : options.event
        const change = { url: options.push, authorization, events }
        if (Object.values(change).every((value) => value === undefined)) {
          throw new UsageRefused('Nothing to change; see --help for what can be')
        }
        const outcome = await updateStream(withCheck(data), OPERATOR, { id: streamId, change })
        if (outcome.is === 'invalid') throw invalid(outcome)
        if (outcome.is === 'polled') {
          throw new CommandRefused(
            'The client polls this stream; to push instead, delete it and create one with --push.',
          )
        }
        if (outcome.is !== 'updated') throw noStream(id, options)
        await tell(context, options, { data, stream: outcome.stream })
      }),
    )

  for (const [turn, help] of TURNS) {
    addCommand(group, `${turn} <client_id>`, help).action((id: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const { id: streamId } = await streamNamed(data, id, options)
        const outcome = await turnStream(data, OPERATOR, { id: streamId, turn })
        if (outcome.is === 'no_such_stream') throw noStream(id, options)
        const stream = await streamNamed(data, id, options)
        const text = turnedStreamText(turn, outcome.is === 'done')
        answer(context, options, { json: documentOf(data, stream), text })
      }),
    )
  }

  addCommand(group, 'test <client_id>', 'Send an event that shows whether the stream works')
    .option('--state <state>', 'a text that comes back in the event')
    .action((id: string, options: CommandOptions & { readonly state?: string }) =>
      withData(context, options, async (data) => {
        const { id: streamId } = await streamNamed(data, id, options)
        const { state = '' } = options
        const outcome = await verifyStream(data, OPERATOR, { id: streamId, state })
        if (outcome.is === 'no_such_stream') throw noStream(id, options)
        if (outcome.is === 'paused') throw pausedStream(id, options)
        const text = verifyingText(id, options)
        answer(context, options, { json: { stream_id: streamId, asked: true }, text })
      }),
    )

  addCommand(group, 'delete <client_id>', 'Delete the stream of a client; it hears nothing more')
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const stream = await streamNamed(data, id, options)
        await confirm(context, options, async () => deleteStreamQuestion(stream.clientId ?? id))
        await turnStream(data, OPERATOR, { id: stream.id, turn: 'delete' })
        const json = { stream_id: stream.id, deleted: true }
        answer(context, options, { json, text: DELETED_STREAM })
      }),
    )
}

const TURNS: readonly (readonly ['pause' | 'resume', help: string])[] = [
  ['pause', 'Stop sending for a while; what happens meanwhile is kept'],
  ['resume', 'Send again, first what happened meanwhile'],
]

function withCheck(data: CommandData) {
  const { fetchAllowedHosts: allowedHosts } = data.settings
  return { ...data, checkAddress: createAddressCheck({ allowedHosts }) }
}

export async function deliveryIn(
  context: CommandContext,
  options: StreamOptions,
): Promise<StreamDelivery> {
  const { push, poll } = options
  if ((push === undefined) === (poll === undefined)) {
    throw new UsageRefused('Give either --push with a URL, or --poll')
  }
  if (push === undefined) return { method: 'poll' }
  return { method: 'push', url: push, authorization: await authorizationIn(context, options) }
}

export async function authorizationIn(
  context: CommandContext,
  { authorizationStdin }: StreamOptions,
): Promise<string | undefined> {
  return authorizationStdin ? secretFromInput(context, 'Authorization header') : undefined
}

/** By the id of its client, or its own. Rejects with `CommandRefused`. */
async function streamNamed(
  { store }: CommandData,
  id: string,
  options: CommandOptions,
): Promise<Endpoint> {
  const stream = await findStream(store, id)
  if (stream === undefined) throw noStream(id, options)
  return stream
}

function invalid({ sentence }: InvalidStream): CommandRefused {
  return new CommandRefused(sentence)
}

function refusedCreation(
  outcome: Exclude<CreateStreamOutcome, { readonly is: 'created' }>,
  clientId: string,
  options: CommandOptions,
): CommandRefused {
  const named = printable(clientId)
  switch (outcome.is) {
    case 'no_such_client':
      return new CommandRefused(
        `There is no client ${named}; list them with: ${nextCommand(options, 'client list')}`,
      )
    case 'has_stream':
      return new CommandRefused(
        `${named} has a stream already; see it with: ${nextCommand(options, `stream show ${named}`)}`,
      )
    case 'public_client':
      return new CommandRefused(
        `${named} is public and cannot prove who it is, so it cannot poll; push to its server with --push.`,
      )
    case 'invalid':
      return invalid(outcome)
  }
}

function documentOf({ settings }: CommandData, stream: Endpoint) {
  return streamRecord(settings.issuer, stream)
}

async function tell(
  context: CommandContext,
  options: CommandOptions,
  {
    data,
    stream,
    isNew = false,
  }: { readonly data: CommandData; readonly stream: Endpoint; readonly isNew?: boolean },
): Promise<void> {
  const json = documentOf(data, stream)
  const { endpoints } = data.store
  const progress = await endpoints.findProgress(stream.id)
  const { waiting, dead } = await endpoints.tallyDeliveries(stream.id)
  const last = progress?.lastSuccessMs
  const health = {
    last_success_at: last == null ? null : Math.floor(last / 1_000),
    ...{ waiting, dead },
  }
  answer(context, options, {
    json: { ...json, ...health },
    text: isNew
      ? createdStreamText({ ...json, ...health }, options)
      : streamText({ ...json, ...health }),
  })
}
