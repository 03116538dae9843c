/** Reads the stream of revocations as any HTTP client would. */

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { apiCredentials, basic, type Credentials } from './integrator.ts'
import type { RunningServer } from './running-server.ts'

export interface StreamEvent {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: unknown
}

export interface Listening {
  readonly response: Response
  /** The next event that is not a heartbeat. Rejects when the stream ends. */
  next(): Promise<StreamEvent>
  /** The next heartbeat: an id and nothing else. */
  signOfLife(): Promise<StreamEvent>
  /** Resolves when the server ends the stream. */
  ended(): Promise<void>
  close(): void
}

export function openStream(
  server: Pick<RunningServer, 'issuer'>,
  options: { readonly as?: Credentials | undefined; readonly lastEventId?: string | undefined },
  signal?: AbortSignal,
): Promise<Response> {
  const headers = new Headers({ accept: 'text/event-stream' })
  if (options.as !== undefined) headers.set('authorization', basic(options.as))
  if (options.lastEventId !== undefined) headers.set('last-event-id', options.lastEventId)
  return fetch(`${server.issuer}/oauth2/revocations`, { headers, signal: signal ?? null })
}

/** Opens the stream as the server's API; it is closed at the latest when the test ends. */
export async function listen(
  t: TestContext,
  server: RunningServer,
  options: { readonly as?: Credentials; readonly lastEventId?: string | undefined } = {},
): Promise<Listening> {
  const controller = new AbortController()
  t.after(() => controller.abort())
  const as = options.as ?? apiCredentials(server)
  const response = await openStream(server, { ...options, as }, controller.signal)
  assert.equal(response.status, 200)
  const events = parse(response)
  const until = async (matches: (event: StreamEvent) => boolean) => {
    for (;;) {
      const { value, done } = await events.next()
      if (done === true) throw new Error('the stream has ended')
      if (matches(value)) return value
    }
  }
  return {
    response,
    next: () => until(({ event }) => event !== undefined),
    signOfLife: () => until(({ event }) => event === undefined),
    ended: async () => {
      for await (const _ of events);
    },
    close: () => controller.abort(),
  }
}

async function* parse(response: Response): AsyncGenerator<StreamEvent, void> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n').map((line) => line.split(/: (.*)/s, 2))
      const { id, event, data } = Object.fromEntries(lines)
      yield { id, event, data: data === undefined ? undefined : JSON.parse(data) }
    }
  }
}
