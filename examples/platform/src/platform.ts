/**
 * Notewell: an example of a platform that had users, sessions and a login page before Mandate.
 * `mandate.ts` is what it added; `routes.ts` answers requests, `users.ts` and `sessions.ts` store
 * users and sessions, `pages.ts` has the pages.
 */

import type { RequestListener } from 'node:http'
import { connectMandate } from './mandate.ts'
import { answer } from './routes.ts'
import { createSessions } from './sessions.ts'
import { openUsers } from './users.ts'

export interface PlatformOptions {
  /** Its own URL, without a trailing slash. */
  readonly url: string
  readonly issuer: string
  readonly key: string
  /** The file of users, created if missing. */
  readonly usersFile: string
  /** Of the first three users: ada (an administrator), ben and cleo, all @notewell.example. */
  readonly password: string
}

/** For `http.createServer`; `close` stops the background work. Throws for an invalid option. */
export function createPlatform(options: PlatformOptions): {
  readonly listener: RequestListener
  close(): void
} {
  const { url, issuer, key, usersFile, password } = options
  const users = openUsers(usersFile, password)
  const sessions = createSessions(Date.now)
  const mandate = connectMandate({ issuer, key, users, sessions })
  const platform = { url, users, sessions, mandate }
  return {
    listener: (request, response) => void answer(platform, request, response),
    close: mandate.close,
  }
}
