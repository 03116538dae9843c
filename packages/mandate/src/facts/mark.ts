/**
 * What the mark of a fact covers. The process that records a fact computes a MAC over this text and
 * writes it in the same row (`audit/keys.ts`), so a row that somebody else adds to the database is
 * recognized, sealed or not.
 */

/** The columns of a fact that the process knows when it writes them. */
export interface Markable {
  readonly id: string
  readonly kind: string
  readonly actorKind: string
  readonly actorId: string | null
  readonly actorVia: string | null
  readonly actorFrom: string | null
  readonly grantId: string | null
  readonly clientId: string | null
  readonly accountId: string | null
  readonly resourceId: string | null
  readonly accessTokenId: string | null
  readonly details: string
  readonly personalDigest: string | null
}

/** The time is the database's, and so are the parties of a grant that ends: the seal covers them. */
export function markedText(fact: Markable): string {
  const { id, kind, actorKind, actorId, actorVia, actorFrom, grantId, resourceId } = fact
  const { accessTokenId, details, personalDigest } = fact
  const parties = kind === 'grant.ended' ? [] : [fact.clientId, fact.accountId]
  return JSON.stringify([
    ...[id, kind, actorKind, actorId, actorVia, actorFrom],
    ...[grantId, ...parties, resourceId, accessTokenId, details, personalDigest],
  ])
}
