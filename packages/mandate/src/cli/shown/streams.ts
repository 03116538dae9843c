/** The streams of security events as commands show them. */

import { eventNamed } from '../../oauth/security-events/event-types.ts'
import type { streamRecord } from '../../oauth/security-events/stream-document.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

export type StreamDocument = ReturnType<typeof streamRecord> & {
  /** How it does; only where that is known. */
  readonly last_success_at?: number | null
  readonly waiting?: number
  readonly dead?: number
}

export function streamsText(
  style: Style,
  streams: readonly StreamDocument[],
  options: CommandOptions,
): string {
  const rows = streams.map((stream) => [
    printable(stream.client_id),
    isPolled(stream) ? 'polled' : printable(stream.delivery.endpoint_url),
    eventsOf(stream),
    stream.status,
    moment(stream.created_at),
  ])
  return rows.length > 0
    ? table(style, ['CLIENT', 'PUSHED TO', 'EVENTS', 'STATUS', 'SINCE (UTC)'], rows)
    : `No client has a stream. Make one:\n\n  ${nextCommand(options, 'stream create CLIENT_ID --push https://…')}`
}

export function streamText(stream: StreamDocument): string {
  const { last_success_at: last, waiting, dead, reason } = stream
  return fields([
    ['client_id', printable(stream.client_id)],
    [isPolled(stream) ? 'polled at' : 'pushed to', printable(stream.delivery.endpoint_url)],
    ['events', eventsOf(stream)],
    ['status', stream.status + (reason === undefined ? '' : ` (${reason})`)],
    ...(last === undefined
      ? []
      : [['last taken', last === null ? 'never' : moment(last)] as const]),
    ...(isPolled(stream) || waiting === undefined
      ? []
      : [['waiting', `${waiting}, given up ${dead}`] as const]),
  ])
}

export function createdStreamText(stream: StreamDocument, options: CommandOptions): string {
  return `${streamText(stream)}\n\nTry it:\n\n  ${nextCommand(options, `stream test ${stream.client_id}`)}`
}

export function turnedStreamText(turn: 'pause' | 'resume', isDone: boolean): string {
  if (!isDone) return 'Nothing to do: it was so before.'
  return turn === 'pause'
    ? 'The stream is paused. What happens is kept for 30 days.'
    : 'The stream is on; what happened meanwhile comes first.'
}

export function verifyingText(id: string, options: CommandOptions): string {
  return `A verification event is on its way. See what became of it:\n\n  ${nextCommand(options, `stream show ${id}`)}`
}

export function deleteStreamQuestion(clientId: string): Ending {
  return {
    question: `Delete the stream of ${printable(clientId)}?`,
    consequences: ['events that it has not taken yet are not sent any more'],
    canBeUndone: false,
  }
}

export const DELETED_STREAM = 'The stream is deleted.'

export function noStream(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `The client ${printable(id)} has no stream; list them with: ${nextCommand(options, 'stream list')}`,
  )
}

export function pausedStream(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `The stream is paused; resume it with: ${nextCommand(options, `stream resume ${id}`)}`,
  )
}

function eventsOf({ events_requested: uris = [] }: StreamDocument): string {
  return uris.length === 0 ? 'all' : uris.map((uri) => eventNamed(uri) ?? uri).join(' ')
}

function isPolled({ delivery }: StreamDocument): boolean {
  return delivery.method === 'urn:ietf:rfc:8936'
}
