/** `mandate stream …`: the security events that a client hears, by push or by polling. */

import type { Command } from 'commander'
import { createAddressCheck } from '../fetching/fetcher.ts'
import { EVENT_NAMES } from '../oauth/security-events/event-types.ts'
import { statusDocument, streamRecord } from '../oauth/security-events/stream-document.ts'
import {
  type CreateStreamOutcome,
  createStream,
  findStream,
  type InvalidStream,
  type StreamDelivery,
  type StreamTurn,
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
import { fields, moment, printable, table } from './terminal.ts'

interface StreamOptions extends CommandOptions {
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
      const rows = streams.map((stream) => [
        printable(stream.clientId ?? ''),
        stream.url === '' ? 'polled' : printable(stream.url),
        eventsOf(stream),
        statusDocument(stream).status,
        moment(stream.createdAt),
      ])
      const heads = ['CLIENT', 'PUSHED TO', 'EVENTS', 'STATUS', 'SINCE (UTC)']
      answer(context, options, {
        json: streams.map((stream) => documentOf(data, stream)),
        text:
          rows.length > 0
            ? table(context.terminal.style, heads, rows)
            : `No client has a stream. Make one:\n\n  ${nextCommand(options, 'stream create CLIENT_ID --push https://…')}`,
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

  for (const [turn, help, done] of TURNS) {
    addCommand(group, `${turn} <client_id>`, help).action((id: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const { id: streamId } = await streamNamed(data, id, options)
        const outcome = await turnStream(data, OPERATOR, { id: streamId, turn })
        if (outcome.is === 'no_such_stream') throw noStream(id, options)
        const stream = await streamNamed(data, id, options)
        const text = outcome.is === 'was_so' ? 'Nothing to do: it was so before.' : done
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
        if (outcome.is === 'paused') {
          throw new CommandRefused(
            `The stream is paused; resume it with: ${nextCommand(options, `stream resume ${id}`)}`,
          )
        }
        const text = `A verification event is on its way. See what became of it:\n\n  ${nextCommand(options, `stream show ${id}`)}`
        answer(context, options, { json: { stream_id: streamId, asked: true }, text })
      }),
    )

  addCommand(group, 'delete <client_id>', 'Delete the stream of a client; it hears nothing more')
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const stream = await streamNamed(data, id, options)
        await confirm(context, options, async () => ({
          question: `Delete the stream of ${printable(stream.clientId ?? id)}?`,
          consequences: ['events that it has not taken yet are not sent any more'],
          canBeUndone: false,
        }))
        await turnStream(data, OPERATOR, { id: stream.id, turn: 'delete' })
        const json = { stream_id: stream.id, deleted: true }
        answer(context, options, { json, text: 'The stream is deleted.' })
      }),
    )
}

const TURNS: readonly (readonly [Exclude<StreamTurn, 'delete'>, help: string, done: string])[] = [
  [
    'pause',
    'Stop sending for a while; what happens meanwhile is kept',
    'The stream is paused. What happens is kept for 30 days.',
  ],
  [
    'resume',
    'Send again, first what happened meanwhile',
    'The stream is on; what happened meanwhile comes first.',
  ],
]

function withCheck(data: CommandData) {
  const { fetchAllowedHosts: allowedHosts } = data.settings
  return { ...data, checkAddress: createAddressCheck({ allowedHosts }) }
}

async function deliveryIn(
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

async function authorizationIn(
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

function noStream(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `The client ${printable(id)} has no stream; list them with: ${nextCommand(options, 'stream list')}`,
  )
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

function eventsOf({ events }: Endpoint): string {
  return events.length === 0 ? 'all' : events.join(' ')
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
  const text = fields([
    ['client_id', printable(stream.clientId ?? '')],
    [isPolled(stream) ? 'polled at' : 'pushed to', json.delivery.endpoint_url],
    ['events', eventsOf(stream)],
    ['status', json.status + (json.reason === undefined ? '' : ` (${json.reason})`)],
    ['last taken', last == null ? 'never' : moment(Math.floor(last / 1_000))],
    ...(isPolled(stream) ? [] : [['waiting', `${waiting}, given up ${dead}`] as const]),
  ])
  const next = `Try it:\n\n  ${nextCommand(options, `stream test ${stream.clientId}`)}`
  answer(context, options, {
    json: {
      ...json,
      last_success_at: last == null ? null : Math.floor(last / 1_000),
      waiting,
      dead,
    },
    text: isNew ? `${text}\n\n${next}` : text,
  })
}

function isPolled({ kind }: Endpoint): boolean {
  return kind === 'polled_security_events'
}
