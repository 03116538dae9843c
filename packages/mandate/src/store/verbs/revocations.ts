/**
 * What ended, told to those who keep verified tokens in memory: each verb that ends something adds
 * a row in the same unit, so that nothing ends untold and nothing is told that did not happen.
 */

import { randomUUID } from 'node:crypto'
import type { GrantId } from '../../grants/grant.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { Revocation, RevocationStore, ToldRevocation } from '../port.ts'
import * as queries from '../queries/revocations.ts'
import { integer, pageInput, text, textOrNull } from '../rows.ts'

/** The verbs, and the engine for all other verbs to write with: it notices what they tell. */
export function createRevocationStore(engine: Engine): {
  readonly revocations: RevocationStore
  readonly noticing: Engine
} {
  const listeners = new Set<() => Promise<void>>()
  return {
    revocations: {
      async read(after, { countSinceMs, ...request }) {
        const { limit } = pageInput(request)
        const rows = await engine.read(
          step(queries.readRevocations, {
            after_ms: after.atMs,
            after_id: after.id,
            counted_since_ms: countSinceMs,
            limit,
          }),
        )
        const told = rows.filter((row) => row['id'] !== null).map(readTold)
        const [first = {}] = rows
        return {
          nowMs: integer(first, 'now_ms'),
          told,
          isLast: told.length < limit,
          counted: integer(first, 'counted'),
        }
      },
      watch(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    noticing: {
      ...engine,
      async write(steps) {
        const rows = await engine.write(steps)
        if (listeners.size > 0 && steps.some(tells)) {
          await Promise.all([...listeners].map((listener) => listener()))
        }
        return rows
      },
    },
  }
}

/** The step that tells of the end of a grant, with its parties. It ends once, so once it is told. */
export function tellOfGrant(grantId: GrantId): Step {
  return step(queries.insertRevocationOfGrant, { grant_id: grantId })
}

/** The step that tells of any other end. An access token ends once, what a party has may end again. */
export function tell({ clientId, accountId, accessTokenId }: Omit<Revocation, 'grantId'>): Step {
  return step(queries.insertRevocation, {
    id: accessTokenId ?? randomUUID(),
    client_id: clientId ?? null,
    account_id: accountId ?? null,
    access_token_id: accessTokenId ?? null,
  })
}

const TELLING: readonly string[] = [
  queries.insertRevocation.name,
  queries.insertRevocationOfGrant.name,
]
function tells({ query }: Step): boolean {
  return TELLING.includes(query.name)
}

function readTold(row: Row): ToldRevocation {
  return {
    id: text(row, 'id'),
    atMs: integer(row, 'at_ms'),
    grantId: textOrNull(row, 'grant_id') ?? undefined,
    clientId: textOrNull(row, 'client_id') ?? undefined,
    accountId: textOrNull(row, 'account_id') ?? undefined,
    accessTokenId: textOrNull(row, 'access_token_id') ?? undefined,
  }
}
