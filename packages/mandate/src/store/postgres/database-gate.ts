/** A gate between a program and its database, for tests: it can be shut, and listens. */

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface DatabaseGate {
  /** The database as it is reached through the gate. */
  readonly url: string
  /** What was sent to the database: one array for each connection. */
  readonly sent: readonly (readonly Buffer[])[]
  /** Breaks every connection and accepts none. */
  shut(): Promise<void>
  /** Accepts connections again, at the same place. */
  open(): Promise<void>
}

/** An open gate in front of the database at `url`. */
export async function openGate(url: string): Promise<DatabaseGate> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const sent: Buffer[][] = []
  let server: Server | undefined
  let port = 0

  function join(incoming: Socket): void {
    const outgoing = connect(Number(target.port || 5432), target.hostname)
    const chunks: Buffer[] = []
    sent.push(chunks)
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.pipe(outgoing).pipe(incoming)
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  }

  async function open(): Promise<void> {
    server = createServer(join).listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    port = address.port
  }

  await open()
  const through = new URL(url)
  through.host = `127.0.0.1:${port}`
  return {
    url: through.href,
    sent,
    open,
    async shut() {
      const closed = server === undefined ? undefined : once(server, 'close')
      server?.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
