/** One TCP connection that sends given bytes, whether or not they are HTTP. */

import { connect } from 'node:net'

/** What the client does once its bytes are sent. */
export type Ending =
  /** Closes its sending side and listens. */
  | 'half-close'
  /** Disconnects at once. */
  | 'reset'
  /** Stays connected and sends nothing more. */
  | 'stay'

export interface Sending {
  /** Sent one after the other, each in a separate turn. */
  readonly chunks: readonly Uint8Array[]
  readonly ending: Ending
}

/** Far longer than any answer takes: a connection still open by then hangs. */
const HANGS_AFTER_MS = 60_000

/**
 * Everything the server sent until the connection ended, one character per byte. Rejects if the
 * connection does not end, or if nothing listens.
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
      // The server may end the connection before everything is sent, but it must be listening.
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

/** The status codes of all responses received, including interim ones (1xx). */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
