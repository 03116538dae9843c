/** One stream of server-sent events: what is sent, and how much of it may wait. */

import type { FastifyReply } from 'fastify'

/** A reader so slow that more than this is waiting is cut off, and comes again with its last id. */
const MOST_WAITING_BYTES = 256 * 1024

export interface EventStream {
  /** Sends events in their wire form; cuts off a reader who is too slow. */
  send(events: string): void
  /** Resolves when nothing waits any more, or the stream is over. */
  drained(): Promise<void>
  isOver(): boolean
  /** Ends it properly. */
  end(): void
}

/** Takes the reply over: nothing else may answer it. `over` is called once, however it ends. */
export function openEventStream(reply: FastifyReply, over: () => void): EventStream {
  reply.hijack()
  const { raw } = reply
  // A reader who has gone is no error; `close` follows, where it has not come already.
  raw.on('error', () => {})
  if (raw.destroyed) over()
  else {
    raw.once('close', over)
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      // nginx would keep events back until it has a page of them.
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
