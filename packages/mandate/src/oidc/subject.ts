/**
 * Who a person is to a client: the `sub` of ID tokens, userinfo, logout tokens, and introspection by
 * the client (OpenID Connect Core §8). An API gets the public one
 * (docs/decisions/0062-pairwise-subjects.md).
 */

import { createHmac } from 'node:crypto'
import { accountOf, type Grant, subjectId } from '../grants/grant.ts'
import type { Store } from '../store/port.ts'
import type { ClientStanding } from '../store/records.ts'
import { type Reading, writes } from '../store/write-access.ts'
import type { Random } from '../time-and-chance.ts'

export interface SubjectContext {
  readonly store: Pick<Store, 'sectors'>
  readonly random: Random
}

type Told = Pick<ClientStanding, 'sector'>

/**
 * The account's id, or 43 characters that differ between sectors and never change. Without the seed
 * of the sector, nobody can tell whose they are. Rejects with `StorageUnavailable`.
 */
export async function subjectAt(
  { store, random }: SubjectContext,
  { sector }: Told,
  accountId: string,
): Promise<string> {
  if (sector === null) return accountId
  const seed = await store.sectors.seedOf(sector, random(32))
  return createHmac('sha256', seed).update(`pairwise ${accountId}`).digest('base64url')
}

/** The same for callers that have only a view of the store. */
export const subjectFor = writes(subjectAt)

/** The same for the subject of a grant, which may be the client itself. */
export function subjectOf(
  context: Reading<SubjectContext>,
  client: Told,
  grant: Grant,
): Promise<string> {
  const accountId = accountOf(grant)
  return accountId === null
    ? Promise.resolve(subjectId(grant))
    : subjectFor(context, client, accountId)
}
