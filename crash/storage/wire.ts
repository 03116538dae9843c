/**
 * The wire between the nodes and PostgreSQL: a TCP proxy that cuts connections, all at once or each
 * at the moment when a statement was sent and its answer is in transit.
 */

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Chance } from '../chance.ts'
import { portOf } from '../gate.ts'

export interface Wire {
  readonly port: number
  /** The number of connections that it has cut. */
  cuts(): number
  /** From now on, the share of answers to lose together with their connection. */
  swallow(share: number): void
  cutAll(): number
  close(): Promise<void>
}

export async function openWire(port: number, chance: Chance): Promise<Wire> {
  const sockets = new Set<Socket>()
  let cuts = 0
  let share = 0

  function join(node: Socket): void {
    const database = connect({ port, host: '127.0.0.1', noDelay: true })
    node.setNoDelay(true)
    let answering = false
    node.on('data', (request: Buffer) => {
      answering = true
      database.write(request)
    })
    database.on('data', (answer: Buffer) => {
      if (answering && chance.next() < share) {
        cuts += 1
        node.destroy()
        return
      }
      answering = false
      node.write(answer)
    })
    for (const [socket, other] of [
      [node, database],
      [database, node],
    ] as const) {
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(node)
        other.destroy()
      })
    }
    sockets.add(node)
  }

  const server = createServer(join).listen(0, '127.0.0.1')
  await once(server, 'listening')
  function cutAll(): number {
    const cut = sockets.size
    cuts += cut
    for (const socket of sockets) socket.destroy()
    return cut
  }
  return {
    port: portOf(server),
    cuts: () => cuts,
    swallow(wanted) {
      share = wanted
    },
    cutAll,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
