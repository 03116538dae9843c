/** Why a connection ended, as a client is told it: CAEP 1.0 §2, and a `reason` for programs. */

import type { Fact } from '../../facts/fact.ts'
import type { RevocationCause } from '../../grants/grant.ts'

/** `account_deleted`: no grant says so, because its row goes with the account. */
export type EndReason = RevocationCause | 'account_deleted'

/** Who acted, in the words of CAEP 1.0 §2. */
export type Initiator = 'admin' | 'user' | 'policy' | 'system'

/** For the administrators of the client; English, since they read logs. */
const WORDS: Readonly<Record<EndReason, string>> = {
  reuse: 'A refresh token was used twice, so the connection was ended in case it was stolen.',
  revoked_by_client: 'The client revoked its own token.',
  revoked_by_user: 'The person disconnected the client.',
  revoked_by_operator: 'An operator of the server ended the connection.',
  revoked_by_platform: 'The platform ended the connection.',
  logged_out:
    'The person signed out, and the connection was only for as long as they are signed in.',
  ended_by_issuer: 'The issuer whose assertion made the connection signed the person out.',
  issuer_not_trusted: 'The server no longer trusts the issuer whose assertion made the connection.',
  account_deleted: 'The account was deleted.',
}

/** What the cause alone decides. Everything else follows from who acted. */
const BY_CAUSE: { readonly [Reason in EndReason]?: Initiator } = {
  reuse: 'policy',
  issuer_not_trusted: 'policy',
  ended_by_issuer: 'system',
}

export interface WhyItEnded {
  readonly reason: EndReason
  readonly initiating_entity: Initiator
  readonly reason_admin: { readonly en: string }
}

export function whyItEnded(reason: EndReason, by: Fact['by']): WhyItEnded {
  const initiating_entity = BY_CAUSE[reason] ?? initiatorOf(by)
  return { reason, initiating_entity, reason_admin: { en: WORDS[reason] } }
}

export function initiatorOf({ kind }: Fact['by']): Initiator {
  if (kind === 'account') return 'user'
  return kind === 'operator' || kind === 'platform' ? 'admin' : 'system'
}
