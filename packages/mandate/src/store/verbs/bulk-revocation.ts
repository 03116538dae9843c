/**
 * Ends every grant of an account, a client or a pair in one write that stays short however many
 * there are. A few are ended row by row. For more, one row says that they have ended
 * (`queries/bulk-revocations.ts`), and the sweep updates their own rows later.
 */

import type { RevocationCause } from '../../grants/grant.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { Revoked } from '../port.ts'
import * as bulk from '../queries/bulk-revocations.ts'
import * as grants from '../queries/grants.ts'
import { integer } from '../rows.ts'

export interface Whose {
  readonly accountId?: string
  readonly clientId?: string
}
/** Also by the issuer that they came of, which ends them in bulk however few there are. */
type WhoseInBulk = Whose & {
  readonly issuerId?: string
  /** Only if the issuer is at this revision, such as one that this unit has written. */
  readonly issuerRevision?: string
}
interface End {
  readonly at: number
  readonly because: RevocationCause
}

/** Ends the grants in one unit with `besides`, which records it. */
export async function revokeAll(
  engine: Engine,
  whose: Whose,
  { besides, ...end }: End & { readonly besides: readonly Step[] },
): Promise<Revoked> {
  const each = eachOf(whose, end)
  if (await isMore(engine, countOf(whose))) {
    await engine.write([...inBulk(whose, end), ...besides])
    return 'many'
  }
  const [rows = []] = await engine.write([each, ...besides])
  return rows.length
}

/** The steps that end them all with one row. */
export function inBulk(
  { accountId, clientId, issuerId, issuerRevision }: WhoseInBulk,
  { at, because }: End,
): readonly Step[] {
  const counter = bulk.BULK_REVOCATIONS
  return [
    step(bulk.countBulkRevocation, { counter }),
    step(bulk.insertBulkRevocation, {
      counter,
      account_id: accountId ?? null,
      client_id: clientId ?? null,
      issuer_id: issuerId ?? null,
      issuer_revision: issuerRevision ?? null,
      revoked_at: at,
      revoked_because: because,
    }),
  ]
}

/** Whether there are more than one write may change. */
export async function isMore(engine: Engine, count: Step): Promise<boolean> {
  const [row] = await engine.read(count)
  return row !== undefined && integer(row, 'counted') > grants.ROWS_PER_WRITE
}

/** Counts ended grants too, because finding the live ones among very many would be just as slow. */
function countOf({ accountId, clientId = '' }: Whose): Step {
  const limit = grants.ROWS_PER_WRITE + 1
  if (accountId === undefined)
    return step(grants.countGrantsOfClient, { client_id: clientId, limit })
  return step(grants.measureGrantsOfAccount, { account_id: accountId })
}

function eachOf({ accountId, clientId }: Whose, { at, because }: End): Step {
  const cause = { revoked_at: at, revoked_because: because }
  if (accountId !== undefined && clientId !== undefined) {
    const input = { account_id: accountId, client_id: clientId, ...cause }
    return step(grants.revokeGrantsOfPair, input)
  }
  if (accountId !== undefined) {
    return step(grants.revokeGrantsOfAccount, { account_id: accountId, ...cause })
  }
  if (clientId !== undefined) {
    return step(grants.revokeGrantsOfClient, { client_id: clientId, ...cause })
  }
  // A caller that leaves both out has made a mistake.
  throw new TypeError('name the account, the client, or both')
}
