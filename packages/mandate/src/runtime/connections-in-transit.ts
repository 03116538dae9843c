/**
 * Connections that the primary has handed to a worker which has not confirmed them.
 *
 * `node:cluster` keeps such a connection open until the worker's confirmation. If the worker dies
 * first, Node forgets it: nobody reads from it and nobody closes it, so its client waits until its
 * own timeout. Here it goes to another worker. A worker confirms before it reads, so no byte of the
 * request is lost and no request is answered twice.
 *
 * This reads the messages of `node:cluster`, which are not documented. If a later Node changes
 * them, nothing is noticed here and such connections hang again; `workers-killed.slow.test.ts`
 * fails then.
 */

import type { Worker } from 'node:cluster'
import { setImmediate as turn } from 'node:timers/promises'

interface Handle {
  /** The file descriptor, negative once closed. */
  readonly fd: number
  close(): void
}

interface Handed {
  readonly seq: number
  readonly handle: Handle
}

/**
 * Watches one worker from before its first connection. `othersListen` says, once it is dead, whether
 * another worker can take its connections; otherwise they are closed.
 */
export function rescueInTransit(worker: Worker, othersListen: () => boolean): void {
  const child = worker.process
  const inTransit = new Map<number, Handle>()
  const send = child.send.bind(child) as (...sent: readonly unknown[]) => boolean
  child.send = (...sent: readonly unknown[]) => {
    const handed = handedOver(sent)
    if (handed !== undefined) inTransit.set(handed.seq, handed.handle)
    return send(...sent)
  }
  child.on('internalMessage', (said: { readonly ack?: number }) => {
    if (said.ack !== undefined) inTransit.delete(said.ack)
  })
  child.once('exit', async () => {
    // What it said last is read first: a connection that it confirmed is its own.
    while (child.connected) await turn()
    // Node does not emit this while a confirmation is due, and would count the worker in.
    child.emit('disconnect')
    const open = [...inTransit].filter(([, { fd }]) => fd >= 0)
    inTransit.clear()
    for (const [ack, handle] of open) {
      // As if the worker had declined, so `node:cluster` asks the next one.
      if (othersListen())
        child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false })
      else handle.close()
    }
  })
}

/** A message of `node:cluster` that hands over a connection. */
function handedOver([message, handle]: readonly unknown[]): Handed | undefined {
  if (typeof message !== 'object' || message === null || handle == null) return undefined
  const { cmd, act, seq } = message as { cmd?: unknown; act?: unknown; seq?: unknown }
  if (cmd !== 'NODE_CLUSTER' || act !== 'newconn' || typeof seq !== 'number') return undefined
  return { seq, handle: handle as Handle }
}
