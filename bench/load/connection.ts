/**
 * One keep-alive connection of the load generator: HTTP/1.1 over a bare socket, because Node's own
 * client costs several times what the servers under test cost, so it would measure itself.
 */

import { once } from 'node:events'
import { connect } from 'node:net'

export interface Answer {
  readonly status: number
  /** The raw status line and headers. */
  readonly head: string
  readonly body: string
}

export interface Connection {
  /** One request at a time; the next one is sent after the response. */
  send(request: string, answered: (answer: Answer) => void): void
  close(): void
}

/** `failed` is called once, when the connection breaks or receives something other than HTTP. */
export async function openConnection(
  port: number,
  failed: (error: Error) => void,
): Promise<Connection> {
  let text = ''
  let waiting: ((answer: Answer) => void) | undefined
  let closed = false
  const received = Buffer.allocUnsafe(64 * 1024)
  const socket = connect({
    ...{ host: '127.0.0.1', port, noDelay: true },
    onread: {
      buffer: received,
      callback: (size) => {
        text += received.toString('latin1', 0, size)
        const answer = readAnswer(text)
        if (answer === undefined) return true
        text = ''
        const answered = waiting
        waiting = undefined
        answered?.(answer)
        return true
      },
    },
  })
  await once(socket, 'connect')
  const broken = (error?: Error) => {
    if (!closed) failed(error ?? new Error('the server closed the connection'))
    closed = true
  }
  socket.on('error', broken)
  socket.on('close', () => broken())
  return {
    send(request, answered) {
      waiting = answered
      socket.write(request, 'latin1')
    },
    close() {
      closed = true
      socket.destroy()
    },
  }
}

/** A complete response, or undefined while part of it is missing. */
export function readAnswer(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = text.slice(0, end)
  const status = Number(text.slice(9, 12))
  const rest = text.slice(end + 4)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    return rest.length >= Number(length) ? { status, head, body: rest } : undefined
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    return rest.endsWith('0\r\n\r\n') ? { status, head, body: joinChunks(rest) } : undefined
  }
  // Neither: a response without a body, such as 204.
  return { status, head, body: '' }
}

function joinChunks(text: string): string {
  let body = ''
  for (let at = 0; ; ) {
    const line = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, line), 16)
    if (size === 0) return body
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
}
