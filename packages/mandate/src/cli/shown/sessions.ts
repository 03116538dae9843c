import type { sessionDocument } from '../../people/session-document.ts'
import { APPS_STAY } from '../apps-stay.ts'
import { moment, type Style, table } from '../terminal.ts'
import { calledUser, type UserDocument } from './users.ts'

export type SessionDocument = Pick<
  ReturnType<typeof sessionDocument>,
  'session_id' | 'browser' | 'network' | 'started_at' | 'last_seen_at'
>

/** Enough of an id to distinguish the sessions of one account. */
const SHOWN_CHARACTERS = 12

export function sessionsText(
  style: Style,
  user: UserDocument,
  sessions: readonly SessionDocument[],
): string {
  const rows = sessions.map((one) => [
    one.session_id.slice(0, SHOWN_CHARACTERS),
    one.browser ?? 'unknown',
    one.network,
    moment(one.started_at),
    moment(one.last_seen_at),
  ])
  const columns = ['SESSION', 'BROWSER', 'NETWORK', 'SINCE (UTC)', 'LAST USED (UTC)']
  return rows.length > 0
    ? table(style, columns, rows)
    : `${calledUser(user)} is not signed in anywhere.`
}

export function endedSessionText(user: UserDocument, { browser }: SessionDocument): string {
  return `${calledUser(user)} is signed out of ${browser ?? 'that browser'}. ${APPS_STAY.replace(/^a/, 'A')}.`
}
