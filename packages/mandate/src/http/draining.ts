/**
 * How a server stops without failing a request.
 *
 *     serving ──begin──▶ leaving ──▶ holding ──▶ closed to new connections ──▶ answered everything
 *
 * - Leaving: it serves as before, but `/health/ready` answers 503 and each answer closes its
 *   connection, so that a balancer turns to other servers. How long that takes is the caller's affair.
 * - Holding: requests that arrive wait for a moment. When a listener closes, the system resets the
 *   connections that it has accepted and we have not. So it is closed when none has come for a while,
 *   which is soon where clients wait for their answers.
 * - Closed: what was held is answered.
 */

import type { Server } from 'node:http'
import { type Socket, Server as TcpServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'

/** How long no connection must have come at first; the longer the wait, the shorter this becomes. */
const QUIET_MS = 150
/** Then it is closed all the same: clients that do not wait for each other never pause. */
const LONGEST_HOLD_MS = 3_000
/** What was accepted last has its request on the way. */
const LONGEST_FIRST_REQUEST_MS = 1_000

export interface Draining {
  readonly hasBegun: boolean
  /** The listener is closed, and each connection has had its request: those that idle may go. */
  readonly isOver: boolean
  begin(): void
  /** Takes note of a server's connections, from its start. */
  watch(server: Server): void
  /** Calls `go`, later if requests are held now. */
  admit(go: () => void): void
  /** Closes the listener at a quiet moment. What is in flight then is not waited for. */
  closeListener(server: Server): Promise<void>
}

/** `othersClosed`: when every process that listens at the same port has closed its listener too. */
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
        // Not as HTTP closes it: that would end connections whose first request is not read yet.
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

/** Resolves right after a look for new connections that found none. */
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

/** Follows the connections that are opened from now on until their first request is there. */
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
