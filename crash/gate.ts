/**
 * The one address that clients know, with the nodes behind it: a TCP proxy that passes each connection
 * to any node that accepts it, and cuts connections at the worst moments.
 *
 * It parses requests only to find where they end, and does not parse answers at all.
 */

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'

/** The fate of one request. */
export type Fate =
  | 'passed'
  /** No node ever sees it. */
  | 'cut before it left'
  /** A node sees half of it. */
  | 'cut in the request'
  /** The node has acted and answered, but the answer is lost. */
  | 'cut between commit and answer'
  /** Half of the first chunk of the answer arrives. */
  | 'cut in the answer'
  /** The client is cut off at once, and the node sees the request some time later. */
  | 'cut, and delivered late'
  /** The answer is held back and the connection left open until the client gives up. */
  | 'left hanging'

export interface Gate {
  readonly url: string
  /** How many requests met each fate. */
  readonly fates: ReadonlyMap<Fate, number>
  /** From now on every request passes, or meets the fate that is drawn for it. */
  be(weather: 'calm' | 'stormy'): void
  close(): Promise<void>
}

export interface GateConditions {
  readonly ports: readonly [number, ...number[]]
  /** Draws the fate of the next request. */
  readonly draw: () => Fate
  readonly chance: Chance
  /** The longest delay of a request that is delivered late, in milliseconds. */
  readonly latestMs: number
}

export async function openGate(conditions: GateConditions): Promise<Gate> {
  const { ports, chance, latestMs } = conditions
  const fates = new Map<Fate, number>()
  const sockets = new Set<Socket>()
  let draw: () => Fate = () => 'passed'

  function track(socket: Socket): Socket {
    sockets.add(socket)
    // Connections break here all the time; that is the gate's purpose.
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }

  /** Any node that accepts a connection, starting with a random one. */
  async function reachNode(): Promise<Socket | undefined> {
    const first = chance.below(ports.length)
    for (let index = 0; index < ports.length; index++) {
      const port = ports[(first + index) % ports.length] ?? ports[0]
      const node = track(connect({ port, host: '127.0.0.1', noDelay: true }))
      const connected = await once(node, 'connect').then(
        () => true,
        () => false,
      )
      if (connected) return node
    }
    return undefined
  }

  function accept(client: Socket): void {
    track(client).setNoDelay(true)
    const node = reachNode()
    let fate: Fate = 'passed'
    let waiting = Buffer.alloc(0)
    void node.then((reached) => {
      if (reached === undefined) return client.destroy()
      reached.on('data', (answer: Buffer) => forwardAnswer(answer, reached))
      reached.on('close', () => client.destroy())
      client.on('close', () => {
        if (fate !== 'cut, and delivered late') reached.destroy()
      })
      if (client.destroyed) reached.destroy()
    })

    function forwardAnswer(answer: Buffer, reached: Socket): void {
      if (fate === 'passed') return void client.write(answer)
      if (fate === 'left hanging') return
      if (fate === 'cut in the answer') {
        client.write(answer.subarray(0, answer.length / 2), () => client.destroy())
        return
      }
      client.destroy()
      reached.destroy()
    }

    async function forwardRequest(request: Buffer): Promise<void> {
      const reached = await node
      if (reached === undefined) return
      fate = draw()
      fates.set(fate, (fates.get(fate) ?? 0) + 1)
      if (fate === 'cut before it left') return void client.destroy()
      if (fate === 'cut in the request') {
        reached.write(request.subarray(0, request.length / 2), () => client.destroy())
        return
      }
      if (fate === 'cut, and delivered late') {
        client.destroy()
        await sleep(chance.between(0, latestMs))
      }
      reached.write(request)
    }

    client.on('data', (piece: Buffer) => {
      waiting = Buffer.concat([waiting, piece])
      const length = requestLength(waiting)
      if (length === undefined || waiting.length < length) return
      const request = waiting
      waiting = Buffer.alloc(0)
      void forwardRequest(request)
    })
  }

  const server = createServer(accept).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    fates,
    be(weather) {
      draw = weather === 'calm' ? () => 'passed' : conditions.draw
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** The length of the first request in bytes, once its header has arrived (RFC 9112 §6.3). */
function requestLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const header = bytes.toString('latin1', 0, end)
  const [, length = '0'] = /^content-length: *(\d+)/im.exec(header) ?? []
  return end + 4 + Number(length)
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
