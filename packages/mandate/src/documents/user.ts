import { sessionDocument } from '../people/session-document.ts'
import type { Account, Identity, Session } from '../store/records.ts'

/** A user in a list, with the names of RFC 7662 §2.2 and OpenID Connect Core §5.1. */
export function userDocument(account: Account) {
  return {
    sub: account.id,
    ...(account.email !== null && { username: account.email }),
    ...(account.name !== null && { name: account.name }),
    ...account.profile,
    created_at: account.createdAt,
    disabled: account.disabledAt !== null,
    ...(account.deletion !== null && { delete_after: account.deletion.after }),
  }
}

/** A user alone, with how they sign in. */
export function userDetails(
  account: Account,
  has: {
    readonly identities: readonly Identity[]
    readonly sessions: readonly Session[]
    readonly liveGrants: number
  },
) {
  return {
    ...userDocument(account),
    ...(account.email !== null && {
      email_verified: account.emailVerified,
      /** Whether the address is a sign-in name. */
      username_is_own: account.emailKey !== null,
    }),
    has_password: account.passwordHash !== null,
    identities: has.identities.map(identityDocument),
    sessions: has.sessions.map(sessionDocument),
    live_grants: has.liveGrants,
  }
}

export function identityDocument({ provider, subject, createdAt }: Identity) {
  return { provider, subject, linked_at: createdAt }
}
