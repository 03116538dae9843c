/**
 * A gate between a program and its database, for tests: it can be shut, records traffic, and can
 * treat unknown start-up parameters as PgBouncer does.
 */

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface DatabaseGate {
  /** The database's URL through the gate. */
  readonly url: string
  /** The data sent to the database: one array per connection. */
  readonly sent: readonly (readonly Buffer[])[]
  /** Breaks every connection and accepts none. */
  shut(): Promise<void>
  /** Accepts connections again at the same address. */
  open(): Promise<void>
}

/** How a pooler treats a PostgreSQL start-up parameter that it does not know. */
export type UnknownParameters = 'passed on' | 'refused' | 'dropped'

/** An open gate in front of the database at `url`. */
export async function openGate(
  url: string,
  unknown: UnknownParameters = 'passed on',
): Promise<DatabaseGate> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const sent: Buffer[][] = []
  let server: Server | undefined
  let port = 0

  function join(incoming: Socket): void {
    const outgoing = connect(Number(target.port || 5432), target.hostname)
    const chunks: Buffer[] = []
    sent.push(chunks)
    incoming.once('data', (startUp: Buffer) => {
      const known = withoutUnknown(startUp)
      if (unknown === 'refused' && known.length < startUp.length) {
        incoming.end(refusal('unsupported startup parameter: options'))
        outgoing.destroy()
        return
      }
      const first = unknown === 'dropped' ? known : startUp
      chunks.push(first)
      outgoing.write(first)
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.pipe(outgoing).pipe(incoming)
    })
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

/** The parameters that PgBouncer has always known. */
const KNOWN = ['user', 'database', 'application_name', 'client_encoding']

/** The names of the parameters in a start-up message (PostgreSQL documentation, section 54.7). */
export function startUpParameters(startUp: Buffer): readonly string[] {
  return pairsOf(startUp).map(([name]) => name)
}

function withoutUnknown(startUp: Buffer): Buffer {
  const kept = pairsOf(startUp).filter(([name]) => KNOWN.includes(name))
  const body = Buffer.from(`${kept.flat().join('\0')}\0\0`)
  const head = Buffer.from(startUp.subarray(0, 8))
  head.writeInt32BE(8 + body.length)
  return Buffer.concat([head, body])
}

function pairsOf(startUp: Buffer): [name: string, value: string][] {
  const texts = startUp.subarray(8, startUp.readInt32BE(0)).toString().split('\0')
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < texts.length && texts[i] !== ''; i += 2) {
    pairs.push([texts[i] ?? '', texts[i + 1] ?? ''])
  }
  return pairs
}

function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, fields])
}
