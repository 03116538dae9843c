/** The console's own listener, if the settings name one. */

import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import { placeOfListener } from '../http/console/door.ts'
import type { RunningApp } from '../http/server.ts'
import type { Settings } from '../settings.ts'
import { whyNotListening } from './ports.ts'

/** Undefined if the console has no listener of its own. Rejects with `RuntimeRefused`. */
export async function listenForConsole(
  server: RunningApp,
  { consoleListen }: Pick<Settings, 'consoleListen'>,
): Promise<HttpServer | undefined> {
  if (consoleListen === null) return undefined
  const place = placeOfListener(consoleListen)
  const listener = server.newConsoleListener().listen(place)
  try {
    await once(listener, 'listening')
    return listener
  } catch (error) {
    await server.close()
    throw whyNotListening(error, { ...place, setting: 'console' })
  }
}
