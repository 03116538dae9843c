/** Ports for the parties: the usual ones, or the next free ones. */

import { once } from 'node:events'
import { createServer } from 'node:net'

const MOST_TRIES = 100

/**
 * Starts something at the first free port from `first` on; 0 for any. If another program takes
 * a free port in the meantime, the next one is tried. Rejects with any other error.
 */
export async function startAtFreePort<Started>(
  { host, first }: { readonly host: string; readonly first: number },
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  for (let port = first; ; port++) {
    const isLast = port >= first + MOST_TRIES
    if (!isLast && !(await isFree(host, port))) continue
    try {
      return await start(port)
    } catch (error) {
      if (isLast || !isPortTaken(error)) throw error
    }
  }
}

export async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen({ host, port, exclusive: true })
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** The system's error, or an error caused by it. */
function isPortTaken(error: unknown): boolean {
  const { code, cause } = error as NodeJS.ErrnoException
  return code === 'EADDRINUSE' || (cause instanceof Error && isPortTaken(cause))
}
