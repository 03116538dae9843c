/** Sessions in memory: a restart signs all users out of this platform. */

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Session {
  readonly userId: string
  /** When the password was last entered, which Mandate needs. */
  readonly loggedInAt: Date
}

export interface Sessions {
  of(request: IncomingMessage): Session | undefined
  /** Starts a new session and ends the browser's previous one. */
  begin(userId: string, request: IncomingMessage, response: ServerResponse): void
  end(request: IncomingMessage, response: ServerResponse): void
  /** Ends all sessions of a user. */
  endAll(userId: string): void
}

const NAME = 'notewell_session'
const LIFETIME_MS = 12 * 60 * 60 * 1000

export function createSessions(clock: () => number): Sessions {
  const sessions = new Map<string, Session>()

  const idIn = ({ headers }: IncomingMessage) =>
    headers.cookie
      ?.split(/;\s*/)
      .find((cookie) => cookie.startsWith(`${NAME}=`))
      ?.slice(NAME.length + 1)
  const set = (response: ServerResponse, id: string, seconds: number) =>
    response.appendHeader(
      'set-cookie',
      `${NAME}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`,
    )
  const forget = (request: IncomingMessage) => sessions.delete(idIn(request) ?? '')

  return {
    of(request) {
      const session = sessions.get(idIn(request) ?? '')
      return session && clock() - session.loggedInAt.getTime() < LIFETIME_MS ? session : undefined
    },
    begin(userId, request, response) {
      forget(request)
      const id = randomBytes(32).toString('base64url')
      sessions.set(id, { userId, loggedInAt: new Date(clock()) })
      set(response, id, LIFETIME_MS / 1000)
    },
    end(request, response) {
      forget(request)
      set(response, '', 0)
    },
    endAll(userId) {
      for (const [id, session] of sessions) if (session.userId === userId) sessions.delete(id)
    },
  }
}
