/** A load balancer for several nodes: each connection goes to the next node that accepts it. */

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface RoundRobin {
  readonly url: string
  /** How many connections each node was given, by its port. */
  readonly given: ReadonlyMap<number, number>
  /** Sends new connections to these ports of this machine from now on. */
  spreadOver(ports: readonly number[]): void
  close(): Promise<void>
}

/** A balancer on a free port, or on `port`. */
export async function startRoundRobin(ports: readonly number[], port = 0): Promise<RoundRobin> {
  let targets = ports
  let turn = 0
  const given = new Map<number, number>()
  const sockets = new Set<Socket>()

  function keep(socket: Socket): Socket {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }

  /** A stopping node refuses connections: nothing was sent yet, so the next node can have it. */
  function forward(incoming: Socket, tries: number): void {
    const target = targets[turn++ % targets.length]
    if (target === undefined || tries === 0) {
      incoming.destroy()
      return
    }
    const outgoing = keep(connect(target, '127.0.0.1'))
    const refused = () => forward(incoming, tries - 1)
    outgoing.once('error', refused)
    outgoing.once('connect', () => {
      outgoing.off('error', refused)
      given.set(target, (given.get(target) ?? 0) + 1)
      incoming.pipe(outgoing).pipe(incoming)
      incoming.on('close', () => outgoing.destroy())
      outgoing.on('close', () => incoming.destroy())
    })
  }

  const server = createServer((incoming) => {
    keep(incoming)
    forward(incoming, targets.length)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    given,
    spreadOver(next) {
      targets = next
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
