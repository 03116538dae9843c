/**
 * What each way to end a session ends besides the session itself, and who is told (OpenID Connect
 * RP-Initiated, Back-Channel and Front-Channel Logout 1.0). `docs/guides/log-out.md` shows this table,
 * and `test/what-a-logout-ends.test.ts` does what each row says.
 *
 * Two rules are behind it:
 *
 * - A grant with `openid` and without `offline_access` is for as long as the person is signed in, so
 *   it ends when they sign out (Back-Channel Logout §2.7). A session that expires is not a
 *   logout: nobody has asked for one, and a clock that was wrong must not end anything.
 * - A grant without `openid` knows no session. No logout touches it: its refresh token lasts for the
 *   year that integrators were promised.
 */

/** What becomes of a group of grants: `paused` ones are refused until the account is back. */
export type Fate = 'stay' | 'end' | 'paused'

export interface Ending {
  /** How people say it. */
  readonly name: string
  readonly sessions: 'this' | 'others' | 'all' | 'none'
  /** Grants with `openid` that were made in these sessions, with and without `offline_access`. */
  readonly ofTheseSessions: { readonly offline: Fate; readonly online: Fate }
  /** Grants with `openid` from other sessions. */
  readonly ofOtherSessions: Fate
  /** Plain OAuth grants, without `openid`. */
  readonly plain: Fate
  /** The clients that get a logout token, if they have a `backchannel_logout_uri`. */
  readonly backChannel: 'of_these_sessions' | 'of_all_sessions' | 'that_app' | 'nobody'
  /** Whether the page that follows opens the `frontchannel_logout_uri` of these clients. */
  readonly frontChannel: boolean
}

/** One session ends because somebody wants it to. */
const ended = {
  ofTheseSessions: { offline: 'stay', online: 'end' },
  ofOtherSessions: 'stay',
  plain: 'stay',
  backChannel: 'of_these_sessions',
  frontChannel: false,
} as const

/** No token of the account works until the account is back. */
const paused = {
  sessions: 'all',
  ofTheseSessions: { offline: 'paused', online: 'end' },
  ofOtherSessions: 'paused',
  plain: 'paused',
  backChannel: 'of_all_sessions',
  frontChannel: false,
} as const

const all = {
  sessions: 'all',
  ofTheseSessions: { offline: 'end', online: 'end' },
  ofOtherSessions: 'end',
  plain: 'end',
  backChannel: 'of_all_sessions',
  frontChannel: false,
} as const

/** Of the app, only; the session goes on. */
const disconnected = {
  sessions: 'none',
  ofTheseSessions: { offline: 'end', online: 'end' },
  ofOtherSessions: 'end',
  plain: 'end',
  backChannel: 'that_app',
  frontChannel: false,
} as const

export const endings = {
  client_logout: {
    ...{ name: 'An app sends the person to `/oauth2/logout`', sessions: 'this' },
    ...ended,
    frontChannel: true,
  },
  sign_out: {
    ...{ name: 'The person signs out here', sessions: 'this' },
    ...ended,
    frontChannel: true,
  },
  another_person: {
    ...{ name: 'Another person signs in with the same browser', sessions: 'this' },
    ...ended,
  },
  session_ended: {
    ...{ name: 'A session is ended on the sessions page, by the operator or the platform' },
    ...{ sessions: 'this', ...ended },
  },
  sessions_ended: {
    ...{ name: 'The person signs out all other browsers' },
    ...{ sessions: 'others', ...ended },
  },
  signed_out_everywhere: {
    ...{ name: 'The operator or the platform ends all sessions' },
    ...{ sessions: 'all', ...ended },
  },
  password_changed: {
    ...{ name: 'The password is changed', sessions: 'others' },
    ...ended,
  },
  password_reset: {
    ...{ name: 'The password is reset', sessions: 'all' },
    ...ended,
  },
  authenticator_added: {
    ...{ name: 'An authenticator app is set up: sessions that somebody has just signed in to' },
    ...{ sessions: 'others', ...ended },
  },
  expired: {
    ...{ name: 'The session expires, or was not used for too long', sessions: 'this' },
    ...ended,
    ofTheseSessions: { offline: 'stay', online: 'stay' },
    backChannel: 'nobody',
  },
  signed_in_again: {
    ...{ name: 'The same person signs in again with the same browser', sessions: 'none' },
    ...ended,
    ofTheseSessions: { offline: 'stay', online: 'stay' },
    backChannel: 'nobody',
  },
  access_ended: { name: 'The operator or the platform ends all access', ...all },
  account_disabled: { name: 'The account is turned off', ...paused },
  deletion_asked: { name: 'The person asks to delete the account', ...paused },
  account_deleted: { name: 'The account is deleted', ...all },
  app_disconnected: { name: 'The person disconnects an app', ...disconnected },
} as const satisfies Readonly<Record<string, Ending>>

export type EndingName = keyof typeof endings
