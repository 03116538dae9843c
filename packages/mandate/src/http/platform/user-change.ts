/** One change to a user as the platform sends it: a JSON object. */

import type { User, UserChange } from '../../operations/user-changes.ts'

/** Why it is refused. */
export interface ChangeRefused {
  readonly code: 'not_json' | 'invalid_change'
  /** What to do. Does not repeat the input. */
  readonly detail: string
}

const CHANGES = ['disable', 'enable', 'sign_out', 'end_access', 'delete', 'merge'] as const
const MEMBERS: readonly string[] = ['subject', 'account_id', 'change', 'into']

/** The change in the parsed JSON, or why it is invalid. */
export function readChange(value: unknown): UserChange | ChangeRefused {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { code: 'not_json', detail: 'This is not a JSON object.' }
  }
  const members = value as Readonly<Record<string, unknown>>
  const strange = Object.keys(members).some((name) => !MEMBERS.includes(name))
  if (strange) return invalid(`A change may only have the members ${MEMBERS.join(', ')}.`)
  const { change: named, into } = members
  const user = namedUser(members)
  if ('code' in user) return user
  const change = CHANGES.find((one) => one === named)
  if (change === undefined) return invalid(`change is not one of ${CHANGES.join(', ')}.`)
  if (change !== 'merge') {
    if (into !== undefined) return invalid('Only a merge may have into.')
    return { user, change }
  }
  // By account id, it would connect any account to a user whose sign-in the platform controls.
  if (!('subject' in user)) return invalid('A merge names both users by subject.')
  const other = userOf(true, into)
  if (other === undefined || !('subject' in other)) {
    return invalid('into is not a string of 1 to 255 characters.')
  }
  return { user, change, into: other }
}

/** The user of a request with no other members than `more`, or why it is invalid. */
export function readUser(
  members: Readonly<Record<string, unknown>>,
  more: readonly string[],
): User | ChangeRefused {
  const allowed = ['subject', 'account_id', ...more]
  const isStrange = Object.keys(members).some((name) => !allowed.includes(name))
  return isStrange
    ? invalid(`This request may only have the members ${allowed.join(', ')}.`)
    : namedUser(members)
}

function namedUser(members: Readonly<Record<string, unknown>>): User | ChangeRefused {
  const { subject, account_id: accountId } = members
  if ((subject === undefined) === (accountId === undefined)) {
    return invalid('Send either subject or account_id.')
  }
  const isOfPlatform = accountId === undefined
  const name = isOfPlatform ? 'subject' : 'account_id'
  return (
    userOf(isOfPlatform, subject ?? accountId) ??
    invalid(`${name} is not a string of 1 to 255 characters.`)
  )
}

function userOf(isOfPlatform: boolean, value: unknown): User | undefined {
  if (typeof value !== 'string' || value === '' || value.length > 255) return undefined
  return isOfPlatform ? { subject: value } : { accountId: value }
}

function invalid(detail: string): ChangeRefused {
  return { code: 'invalid_change', detail }
}
