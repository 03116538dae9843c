/**
 * Standing grants: one row from which a client gets any number of access tokens, so that no token has
 * a row. The first request makes it, later ones find it by its key; ending it is the same act as for
 * any other grant. No refresh token is ever issued from it, and each token is made with the current
 * server key.
 *
 *     a grant type ──▶ standingGrant ──▶ the gate ──▶ issueTokens
 */

import { Refusal } from '../../explanations/refusal.ts'
import { type Admitted, admitGrant } from '../../grants/gate.ts'
import { type Grant, NO_END } from '../../grants/grant.ts'
import { type GrantWithParties, StorageUnavailable } from '../../store/port.ts'
import type { ProtocolContext } from '../context.ts'
import { newGrantId } from '../new-grant-id.ts'
import { endOf } from './issue.ts'

/** What the grant has if it is made now. */
export type NewStanding = Pick<Grant, 'clientId' | 'subject' | 'scope' | 'resource'> &
  Partial<Pick<Grant, 'authTime' | 'signIn' | 'details' | 'parent' | 'expiresAt'>>

/** A standing grant that has passed the gate: what `issueTokens` needs of it. */
export interface Standing {
  readonly grant: Grant
  readonly admitted: Admitted
  readonly ancestors: GrantWithParties['ancestors']
}

/** Another request can win the insertion, or end the grant, between two looks. */
const MOST_LOOKS = 4

/**
 * The grant with this key, which is made if there is no live one. Of any number of concurrent
 * requests, on any number of nodes, one makes it and all get it. `mayMake` is asked before that: it
 * throws a `Refusal` where an ended grant must not come back. `key` is unique in the database, so it
 * begins with the kind of grant: `client:`, `child:`. Rejects with `Refusal` if the gate is closed, or
 * with `StorageUnavailable`.
 */
export async function standingGrant(
  context: ProtocolContext,
  key: string,
  wanted: {
    readonly make: NewStanding
    /** The trusted issuer that it comes of. */
    readonly issuerId?: string
    readonly mayMake?: () => Promise<void>
  },
): Promise<Standing> {
  const { store, clock, settings } = context
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const found = await store.grants.findStanding(key)
    const now = clock.now()
    if (found !== undefined && !isOver(found.grant, now, settings.grantSeconds)) {
      return admitted(context, found)
    }
    await wanted.mayMake?.()
    const grant = newStanding(context, wanted.make, now)
    const by = { kind: 'client', id: grant.clientId } as const
    const standing = { key, insteadOf: found?.grant.id, issuerId: wanted.issuerId }
    await store.grants.insertStanding(grant, standing, { by, at: now })
  }
  throw new StorageUnavailable('the standing grant was ended as often as it was made')
}

/** Ended in bulk, which its own row does not say yet, or past the longest life of a grant. */
function isOver(grant: Grant, now: number, grantSeconds: number): boolean {
  return grant.revokedAt !== null || endOf(grant, grant.expiresAt, grantSeconds) <= now
}

function admitted({ settings }: ProtocolContext, found: GrantWithParties): Standing {
  const { grant } = found
  const gate = admitGrant(grant, {
    ...found,
    offered: settings.scopes,
    documents: settings.clientDocuments,
  })
  if (gate.open) return { grant, ancestors: found.ancestors, admitted: gate.admitted }
  if (gate.because === 'account_gone') throw new Refusal('grant_unknown')
  const { id, generation, createdAt, expiresAt } = grant
  throw new Refusal(gate.because, {
    grant: id,
    presented: generation,
    live: generation,
    live_since: createdAt,
    live_until: expiresAt,
  })
}

/** Its generation is not 0: there is no code, and none is swept away as never redeemed. */
function newStanding({ keys, random }: ProtocolContext, make: NewStanding, now: number): Grant {
  return {
    id: newGrantId(now, random),
    seed: random(32),
    redirectUri: null,
    codeChallenge: null,
    authTime: null,
    signIn: null,
    extras: null,
    sid: null,
    details: null,
    parent: null,
    expiresAt: NO_END,
    ...make,
    createdAt: now,
    generation: 1,
    keyId: keys.current,
    redeemedAt: now,
    retryKeyHash: null,
    recentRedemptions: null,
    revokedAt: null,
    revokedBecause: null,
  }
}
