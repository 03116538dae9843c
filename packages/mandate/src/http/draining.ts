/**
 * How a server stops without failing a request.
 *
 *     serving ──begin──▶ leaving ──▶ holding ──▶ closed to new connections ──▶ answered everything
 *
 * - Leaving: it serves as before, but `/health/ready` answers 503 and each answer closes its
 *   connection, so that a load balancer moves to other servers. The caller decides how long this
 *   lasts.
 * - Holding: incoming requests wait for a moment. When a listener closes, the system resets
 *   connections that it has accepted and we have not. So it is closed once none has arrived for a
 *   while, which is soon, because clients are waiting for their answers.
 * - Closed: held requests are answered.
 */

import type { Server } from 'node:http'
import { type Socket, Server as TcpServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'

/** How long no connection must arrive at first; becomes shorter the longer we wait. */
const QUIET_MS = 150
/** After this it is closed anyway: independent clients may never pause. */
const LONGEST_HOLD_MS = 3_000
/** The last connection accepted may still be sending its request. */
const LONGEST_FIRST_REQUEST_MS = 1_000

export interface Draining {
  readonly hasBegun: boolean
  /** The listener is closed and each connection has had its request: idle ones may be closed. */
  readonly isOver: boolean
  begin(): void
  /** Tracks a server's connections from its start. */
  watch(server: Server): void
  /** Calls `go`, later if requests are being held. */
  admit(go: () => void): void
  /** Closes the listener at a quiet moment. Does not wait for requests in flight. */
  closeListener(server: Server): Promise<void>
}

/**
 * `othersClosed` resolves when every process listening on the same port has closed its listener.
 */
export function createDraining(othersClosed: () => Promise<void> = async () => {}): Draining {
  let hasBegun = false
  let isOver = false
  let held: (() => void)[] | null = null
  let lastConnection = Number.NEGATIVE_INFINITY
  return {
    get hasBegun() {
      return hasBegun
    },
    get isOver() {
      return isOver
    },
    begin() {
      hasBegun = true
    },
    watch(server) {
      server.on('connection', () => {
        lastConnection = performance.now()
      })
    },
    admit(go) {
      if (held === null) go()
      else held.push(go)
    },
    async closeListener(server) {
      hasBegun = true
      const waiting: (() => void)[] = []
      held = waiting
      const fresh = watchFresh(server)
      if (server.listening) {
        await quietMoment(() => lastConnection)
        // Not with HTTP's close, which would end connections whose first request has not been read.
        TcpServer.prototype.close.call(server)
      }
      await othersClosed()
      held = null
      for (const go of waiting) go()
      await fresh.haveAsked()
      isOver = true
    },
  }
}

/** Resolves after a poll that found no new connections. */
async function quietMoment(lastConnection: () => number): Promise<void> {
  const started = performance.now()
  for (;;) {
    await pause(1)
    await turn()
    const now = performance.now()
    const left = 1 - (now - started) / LONGEST_HOLD_MS
    if (now - lastConnection() >= QUIET_MS * left) break
  }
}

/** Tracks connections opened from now on until their first request arrives. */
function watchFresh(server: Server): { haveAsked(): Promise<void> } {
  const fresh = new Set<Socket>()
  server.on('connection', (socket) => {
    fresh.add(socket)
    socket.once('close', () => fresh.delete(socket))
  })
  server.on('request', ({ socket }) => fresh.delete(socket))
  return {
    async haveAsked() {
      const until = performance.now() + LONGEST_FIRST_REQUEST_MS
      while (fresh.size > 0 && performance.now() < until) await pause(5)
    },
  }
}
