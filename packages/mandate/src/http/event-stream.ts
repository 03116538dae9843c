/** A stream of server-sent events with a limited backlog. */

import type { FastifyReply } from 'fastify'

/** A reader with a larger backlog is disconnected; it reconnects with its last id. */
const MOST_WAITING_BYTES = 256 * 1024

export interface EventStream {
  /** Sends events in their wire form; disconnects a reader that is too slow. */
  send(events: string): void
  /** Resolves when the backlog is empty or the stream is over. */
  drained(): Promise<void>
  isOver(): boolean
  /** Ends the stream cleanly. */
  end(): void
}

/** Takes over the reply: nothing else may answer it. `over` is called once, however it ends. */
export function openEventStream(reply: FastifyReply, over: () => void): EventStream {
  reply.hijack()
  const { raw } = reply
  // A reader going away is not an error; `close` follows, unless it has already been emitted.
  raw.on('error', () => {})
  if (raw.destroyed) over()
  else {
    raw.once('close', over)
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      // nginx would buffer events until it has a page of them.
      'x-accel-buffering': 'no',
    })
    raw.flushHeaders()
  }
  const isOver = () => raw.destroyed || raw.writableEnded
  return {
    send(events) {
      if (isOver()) return
      if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy()
      else raw.write(events)
    },
    drained: () =>
      new Promise((resolve) => {
        if (isOver() || !raw.writableNeedDrain) return resolve()
        raw.once('drain', resolve).once('close', resolve)
      }),
    isOver,
    end: () => void raw.end(),
  }
}
