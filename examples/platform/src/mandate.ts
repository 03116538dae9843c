/**
 * Everything that this platform does for Mandate: it says who is signed in, and reports changes to
 * its users. The rest of the program does not depend on Mandate.
 */

import type { IncomingMessage } from 'node:http'
import { createSignIn } from '@mandate/sign-in'
import { problemPage } from './pages.ts'
import type { Sessions } from './sessions.ts'
import type { Users } from './users.ts'

const TELL_AGAIN_MS = 2_000

export function connectMandate(options: {
  readonly issuer: string
  /** From `mandate platform-key create --may sign_in,users`. */
  readonly key: string
  readonly users: Users
  readonly sessions: Sessions
}) {
  const { issuer, key, users, sessions } = options
  const signIn = createSignIn({ issuer, key })

  /** The route of `login_url` in Mandate's settings. */
  const login = signIn.node({
    loginPage: '/login',
    currentUser(request: IncomingMessage) {
      const session = sessions.of(request)
      const user = session && users.find(session.userId)
      if (session === undefined || user === undefined) return null
      if (user.disabled) return { refused: 'access_denied', reason: 'Your account is disabled.' }
      const { id, email, emailVerified, name } = user
      return { subject: id, email, emailVerified, name, authTime: session.loggedInAt, amr: ['pwd'] }
    },
    problemPage: (problem) => String(problemPage(problem)),
  })

  async function send(): Promise<boolean> {
    const untold = users.untold()
    if (untold.length === 0) return true
    try {
      const { refused } = await signIn.users.change(untold)
      for (const { detail } of refused) process.stderr.write(`notewell: ${detail}\n`)
      users.told(untold)
      return true
    } catch (error) {
      process.stderr.write(`notewell: Mandate was not told: ${error}\n`)
      return false
    }
  }
  let sending = Promise.resolve(true)

  /**
   * Sends pending changes to Mandate; true if none are left. Changes are stored until they are
   * sent, so none is lost if Mandate is down or this process dies.
   */
  function tell(): Promise<boolean> {
    sending = sending.then(send)
    return sending
  }
  const timer = setInterval(tell, TELL_AGAIN_MS).unref()

  return {
    login,
    tell,
    returnAfterSignOut: signIn.returnAfterSignOut,
    /** Where people see and revoke the access of applications. */
    accountUrl: new URL('/account', issuer).href,
    close: () => clearInterval(timer),
  }
}

export type Mandate = ReturnType<typeof connectMandate>
