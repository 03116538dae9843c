import type { StreamProps } from '../../../src/pages/console/stream.ts'
import type { StreamFormProps } from '../../../src/pages/console/stream-form.ts'
import type { ListedStream, StreamsProps } from '../../../src/pages/console/streams.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner, support } from './operators.ts'
import { deadOne, fresh, paused, resting, stopped, waitingOne, working } from './webhooks.ts'

const pushed: ListedStream = {
  ...{ address: '/console/streams/stream_1T7r9XkQ2mVb', name: 'Ledgerline' },
  ...{ host: 'events.ledgerline.example', health: working, heardAt: now - 90 },
}
const polled: ListedStream = {
  ...{ ...pushed, name: 'Fieldnotes', host: null, health: fresh, heardAt: now - DAY },
}

const streams: Sample<StreamsProps> = {
  ...owner,
  streams: [
    pushed,
    polled,
    { ...pushed, name: long, host: `${'long.'.repeat(20)}example`, health: stopped },
    { ...pushed, name: hostile, health: paused },
    { ...pushed, name: 'Northwind', health: resting, heardAt: null },
  ],
  ...{ first: null, next: '/console/streams?from=stream_5', canCreate: true },
}

export const list: Readonly<Record<string, Sample<StreamsProps>>> = {
  plain: streams,
  'none yet': { ...streams, streams: [], next: null },
  'none, as support': { ...streams, ...support, streams: [], next: null, canCreate: false },
}

const stream: Sample<StreamProps> = {
  ...owner,
  stream: {
    ...{ ...pushed, health: resting, id: 'stream_1T7r9XkQ2mVb' },
    clientAddress: '/console/clients/client_1T7r9XkQ2mVb',
    url: 'https://events.ledgerline.example/mandate',
    ...{ events: ['connection_ended', 'account_disabled'], createdAt: now - 200 * DAY },
  },
  deliveries: [waitingOne, deadOne],
  ...{ keptSeconds: 90 * DAY, canChange: true },
}

export const one: Readonly<Record<string, Sample<StreamProps>>> = {
  pushed: stream,
  polled: {
    ...{ ...stream, deliveries: null },
    stream: { ...stream.stream, ...polled, events: [], url: 'https://id.example.com/events' },
  },
  'hostile, disabled, as auditor': {
    ...{ ...stream, ...as('auditor'), canChange: false, deliveries: [] },
    stream: {
      ...{ ...stream.stream, name: hostile, health: stopped },
      url: `https://${'long.'.repeat(20)}example/?${hostile}`,
    },
  },
}

const form: Sample<StreamFormProps> = {
  ...{ ...owner, fields: { client: '', url: '', events: [] }, problem: null, of: null },
  names: ['connection_ended', 'session_revoked', 'token_claims_change', 'account_disabled'],
}

export const forms: Readonly<Record<string, Sample<StreamFormProps>>> = {
  new: form,
  refused: {
    ...form,
    fields: { client: hostile, url: 'http://127.0.0.1/', events: ['session_revoked'] },
    problem: 'There is no client with this name or client id.',
  },
  change: {
    ...form,
    of: { name: 'Ledgerline', address: pushed.address, isPushed: true },
    fields: {
      client: 'Ledgerline',
      url: stream.stream.url,
      events: ['connection_ended', 'account_disabled'],
    },
  },
  'change, polled': { ...form, of: { name: long, address: polled.address, isPushed: false } },
}
