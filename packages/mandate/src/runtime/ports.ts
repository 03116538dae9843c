/** Finds free TCP ports, and explains why one cannot be used. */

import { createServer } from 'node:net'
import { RuntimeRefused } from './refused.ts'

/**
 * The first free port of the host from `first` upwards; without `first`, any free port. Throws
 * `RuntimeRefused` if a hundred in a row are in use.
 */
export async function freePort(host: string, first = 0): Promise<number> {
  for (let port = first; port < Math.min(first + 100, 65_536); port++) {
    const found = await listenOnce(host, port)
    if (found !== undefined) return found
    if (first === 0) break
  }
  throw new RuntimeRefused(`No port is free on ${host} from ${first} on; give another with --port.`)
}

/** Explains in a sentence why a server cannot listen; returns any other error unchanged. */
export function whyNotListening(
  error: unknown,
  place: { readonly host: string; readonly setting?: 'metrics' | 'console' },
): unknown {
  const { code, syscall, port } = error as NodeJS.ErrnoException & { readonly port?: number }
  const flags = {
    server: ['--host', '--port'],
    metrics: ['--metrics-host', '--metrics-port'],
    console: ['--console-listen', '--console-listen'],
  } as const
  const [hostFlag, portFlag] = flags[place.setting ?? 'server']
  const elsewhere = `choose another one with ${portFlag}`
  // A primary binds first, and its workers listen later.
  switch (`${syscall === 'bind' ? 'listen' : syscall} ${code}`) {
    case 'listen EADDRINUSE':
      return new RuntimeRefused(
        `Port ${port} on ${place.host} is in use by another program: stop that one, or ${elsewhere}.`,
        { cause: error },
      )
    case 'listen EACCES':
      return new RuntimeRefused(`Port ${port} may not be opened by this user: ${elsewhere}.`)
    case 'listen EADDRNOTAVAIL':
    case 'getaddrinfo ENOTFOUND':
      return new RuntimeRefused(
        `The host ${place.host} is not an address of this machine: give ${hostFlag} one, such as 127.0.0.1.`,
      )
    default:
      return error
  }
}

/** The port if it was free just now, or undefined. */
function listenOnce(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const free = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(free))
    })
  })
}
