/** One TCP connection that sends what it is told, however little that is HTTP. */

import { connect } from 'node:net'

/** How the client behaves once its bytes are sent. */
export type Ending =
  /** Says that it has no more to say, and listens. */
  | 'half-close'
  /** Goes away at once. */
  | 'reset'
  /** Stays, and lets the server wait for more. */
  | 'stay'

export interface Sending {
  /** Sent one after the other, each in a turn of its own. */
  readonly chunks: readonly Uint8Array[]
  readonly ending: Ending
}

/** Far more than any answer takes: who has not ended by then hangs. */
const HANGS_AFTER_MS = 60_000

/**
 * Everything the server sent until the connection ended, one character a byte. Rejects where the
 * connection does not end, or where nobody listens.
 */
export function send(address: URL, { chunks, ending }: Sending): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = []
    const socket = connect({ host: address.hostname, port: Number(address.port) })
    const hangs = setTimeout(() => {
      socket.destroy()
      reject(new Error(`the connection did not end; until now it said: ${text()}`))
    }, HANGS_AFTER_MS)
    const text = () => Buffer.concat(received).toString('latin1')
    socket.setNoDelay(true)
    socket.on('data', (chunk) => received.push(Buffer.from(chunk)))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may end the connection before all is sent; that it listens is another matter.
      if (error.code === 'ECONNREFUSED') reject(error)
    })
    socket.on('close', () => {
      clearTimeout(hangs)
      resolve(text())
    })
    socket.on('connect', () => sendNext(0))

    function sendNext(index: number): void {
      const chunk = chunks[index]
      if (chunk !== undefined) socket.write(chunk, () => setImmediate(sendNext, index + 1))
      else if (ending === 'reset') socket.resetAndDestroy()
      else if (ending === 'half-close') socket.end()
    }
  })
}

/** The status codes of all answers in what was received, interim ones (1xx) included. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
