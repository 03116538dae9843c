/** A platform that receives webhooks over real HTTP, as its developers would write it. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  /** From the header `webhook-id`. */
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface WebhookReceiver {
  readonly url: string
  /** As in the setting `fetch_allowed_hosts`. */
  readonly host: string
  readonly received: readonly Received[]
  /** From what each event says to when it came first, in milliseconds. */
  latencies(): readonly number[]
  /** Resolves with all that came once they satisfy the condition. */
  until(condition: (received: readonly Received[]) => boolean): Promise<readonly Received[]>
}

/** `reply` says what each request is answered; default: 204. */
export async function receiveWebhooks(
  t: { after(end: () => void): void },
  reply: (received: Received, before: readonly Received[]) => Reply | Promise<Reply> = () => ({
    status: 204,
  }),
): Promise<WebhookReceiver> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const latencies = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const { type, data, timestamp } = JSON.parse(body)
    const headers = request.headers as Readonly<Record<string, string>>
    const one = { id: headers['webhook-id'] ?? '', headers, body, type, data }
    const answer = await reply(one, [...received])
    received.push(one)
    if (!latencies.has(one.id)) latencies.set(one.id, Date.now() - Date.parse(timestamp))
    response.writeHead(answer.status, answer.headers).end(answer.body)
    for (const look of waiting) look()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ url: `http://${host}/webhooks`, host, received },
    latencies: () => [...latencies.values()],
    until(condition) {
      return new Promise((resolve) => {
        const look = () => {
          if (!condition(received)) return
          waiting.delete(look)
          resolve(received)
        }
        waiting.add(look)
        look()
      })
    },
  }
}
