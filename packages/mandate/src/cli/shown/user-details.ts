/** One user, with how they sign in, as commands show them. */

import type { userDetails } from '../../documents/user.ts'
import type { Counted } from '../../operations/live-grants.ts'
import { profileClaims } from '../../people/profile.ts'
import { fields, moment, printable } from '../terminal.ts'
import { calledUser } from './users.ts'

export type UserDetails = ReturnType<typeof userDetails>

export function userDetailsText(
  user: UserDetails,
  more: {
    readonly live: Counted
    /** When they were disabled, where that is known. */
    readonly disabledAt?: number | null
    /** Whether a sign-in keeps the account, where that is known. */
    readonly canBeKept?: boolean
  },
): string {
  const { live, disabledAt, canBeKept } = more
  const { username, name, delete_after: end } = user
  return [
    `${calledUser(user)}\n`,
    fields([
      ['subject', user.sub],
      ...(name === undefined ? [] : [['name', printable(name)] as const]),
      ...(username === undefined ? [] : [['address', addressText(user)] as const]),
      ...profileRows(user),
      ['state', stateText(user, disabledAt)],
      ...(end === undefined ? [] : [['deletion', deletionText(end, canBeKept)] as const]),
      ['since', `${moment(user.created_at)} UTC`],
      ['password', user.has_password ? 'yes' : 'none'],
      ...user.identities.map((one) => ['identity', identityText(one)] as const),
      ['sessions', sessionsText(user.sessions)],
      [
        'live grants',
        live.grantsOfUsers === 'no grants' ? 'none' : `${live.grants} for ${live.clients}`,
      ],
    ]),
  ].join('\n')
}

function profileRows(user: UserDetails): readonly (readonly [string, string])[] {
  const known: Readonly<Record<string, unknown>> = user
  return profileClaims.flatMap((claim) => {
    const value = known[claim]
    if (value === undefined) return []
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return [[claim, printable(text)] as const]
  })
}

function stateText({ disabled }: UserDetails, at: number | null | undefined): string {
  if (!disabled) return 'active'
  return at == null ? 'disabled' : `disabled since ${moment(at)} UTC`
}

function deletionText(after: number, canBeKept: boolean | undefined): string {
  const end = `after ${moment(after)} UTC, as its owner asked`
  return canBeKept ? `${end}; a sign-in can keep it until then` : end
}

function addressText({ username = '', ...user }: UserDetails): string {
  const { email_verified: isVerified, username_is_own: isOwn } = user
  const verified = isVerified ? 'verified' : 'not verified'
  return `${printable(username)} (${verified}${isOwn ? '' : ', not a sign-in name'})`
}

function identityText({ provider, subject, linked_at: at }: UserDetails['identities'][number]) {
  return `${printable(subject)} of ${printable(provider)}, since ${moment(at)} UTC`
}

function sessionsText(sessions: UserDetails['sessions']): string {
  const [latest] = sessions
  if (latest === undefined) return 'none'
  return `${sessions.length}, the latest from ${moment(latest.started_at)} UTC`
}
