/**
 * Ending every grant of an account, a client or a pair, in one write that stays short however many
 * there are. A few are ended row by row. Where there are more, one row says that they are over
 * (`queries/bulk-revocations.ts`), and the sweep brings their own rows up to date.
 */

import type { RevocationCause } from '../../grants/grant.ts'
import { type Engine, type Step, step } from '../engine.ts'
import type { Revoked } from '../port.ts'
import * as bulk from '../queries/bulk-revocations.ts'
import * as grants from '../queries/grants.ts'
import { integer } from '../rows.ts'

/** As many rows as one write may change: some milliseconds on either engine. */
export const ROWS_PER_WRITE = 500

export interface Whose {
  readonly accountId?: string
  readonly clientId?: string
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

/** The steps that end them all by one row. */
export function inBulk({ accountId, clientId }: Whose, { at, because }: End): readonly Step[] {
  const counter = bulk.BULK_REVOCATIONS
  return [
    step(bulk.countBulkRevocation, { counter }),
    step(bulk.insertBulkRevocation, {
      counter,
      account_id: accountId ?? null,
      client_id: clientId ?? null,
      revoked_at: at,
      revoked_because: because,
    }),
  ]
}

/** Whether a count is above what one write may change. */
export async function isMore(engine: Engine, count: Step): Promise<boolean> {
  const [row] = await engine.read(count)
  return row !== undefined && integer(row, 'counted') > ROWS_PER_WRITE
}

/** Ended grants count too: finding the live ones among very many is work of the same size. */
function countOf({ accountId, clientId = '' }: Whose): Step {
  const limit = ROWS_PER_WRITE + 1
  if (accountId === undefined)
    return step(grants.countGrantsOfClient, { client_id: clientId, limit })
  return step(grants.countGrantsOfAccount, { account_id: accountId, limit })
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
  // Nobody means every grant of everybody by leaving both out.
  throw new TypeError('name the account, the client, or both')
}
