/** A wire between two parties that a test can cut or silence: a TCP proxy on loopback. */

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Wire {
  readonly origin: string
  leadTo(origin: string): void
  /** Breaks every connection and accepts no new ones until `mend` is called. */
  cut(): void
  /** Keeps connections open but lets nothing through, on new ones either. */
  silence(): void
  mend(): void
  /** The number of connections so far. */
  connections(): number
  close(): Promise<void>
}

/** The test must close it. */
export async function layWire(): Promise<Wire> {
  let target = new URL('http://127.0.0.1:1')
  let state: 'whole' | 'cut' | 'silent' = 'whole'
  let connections = 0
  const sockets = new Set<Socket>()

  const server = createServer((incoming) => {
    if (state === 'cut') return incoming.destroy()
    connections++
    const outgoing = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from)
      if (state === 'silent') from.pause()
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (state === 'silent') from.unpipe(to)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (origin) => {
      target = new URL(origin)
    },
    cut() {
      state = 'cut'
      hangUp()
    },
    silence() {
      state = 'silent'
      for (const socket of sockets) socket.unpipe().pause()
    },
    /** Silenced connections are not resumed: it is unknown what was lost on them. */
    mend() {
      if (state === 'silent') hangUp()
      state = 'whole'
    },
    connections: () => connections,
    async close() {
      hangUp()
      server.close()
      await once(server, 'close')
    },
  }
}
