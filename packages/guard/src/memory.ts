/**
 * Caches good answers until their tokens expire, and uses them only while the revocation stream
 * vouches for them (`revocation-stream.ts`). A repeated check is then a map lookup.
 *
 *     unknown ──asked while vouched for──▶ kept ──revoked, expired, or no room──▶ forgotten
 *
 * An answer is cached only if no revocation was heard between question and answer: it may predate a
 * revocation that was reported first. A negative answer is never cached.
 *
 * The keys are the tokens themselves. Hashing would cost more than the rest of the check and would
 * not help: whoever can read this process's memory sees the token of every request anyway.
 */

import type { IntrospectionAnswer } from './answer.ts'

type GoodAnswer = Extract<IntrospectionAnswer, { active: true }>

/** What revoked tokens have in common; every member present must match. */
export interface Revoked {
  readonly subject?: string | undefined
  readonly clientId?: string | undefined
  readonly tokenId?: string | undefined
  /** When, in seconds since 1970 by the server's database, if it says. */
  readonly at?: number | undefined
}

export interface Memory {
  /**
   * The cached answer, even if expired by the wall clock. Undefined if there is none, its lifetime
   * is over, or the stream does not vouch for it.
   */
  find(token: string): GoodAnswer | undefined
  /** The same question, caching good answers. */
  keeping<Answer extends IntrospectionAnswer | undefined>(
    ask: (token: string) => Promise<Answer>,
  ): (token: string) => Promise<Answer>
  /** Whether the token was good earlier and no revocation was heard since, vouched for or not. */
  has(token: string): boolean
  forget(revoked: Revoked): void
  forgetAll(): void
  size(): number
}

interface Kept {
  readonly token: string
  readonly answer: GoodAnswer
  /** By the monotonic clock: a wall clock that is behind must not keep a token past its expiry. */
  readonly until: number
}

/** Both return milliseconds: one since 1970, the other monotonic. */
export interface Clocks {
  readonly wall: () => number
  readonly steady: () => number
}

/** About a kilobyte per entry. */
const MOST_KEPT = 50_000

/** `vouched` says whether all revocations up to now are known. */
export function createMemory(
  vouched: () => boolean,
  { wall, steady }: Clocks,
  most = MOST_KEPT,
): Memory {
  const byToken = new Map<string, Kept>()
  const byTokenId = new Map<string, Set<Kept>>()
  const bySubject = new Map<string, Set<Kept>>()
  const byClient = new Map<string, Set<Kept>>()
  let heard = 0

  const drop = (kept: Kept) => {
    const { subject, tokenId = '' } = kept.answer.principal
    byToken.delete(kept.token)
    remove(byTokenId, tokenId, kept)
    remove(bySubject, subject, kept)
    for (const client of clientsOf(kept)) remove(byClient, client, kept)
  }

  const keep = (token: string, answer: GoodAnswer) => {
    const { subject, tokenId = '', expiresAt } = answer.principal
    const before = byToken.get(token)
    if (before !== undefined) drop(before)
    // Without an id it could not be revoked individually.
    if (tokenId === '' || expiresAt * 1000 <= wall()) return
    makeRoom()
    const kept = { token, answer, until: steady() + answer.lifetime * 1000 }
    byToken.set(token, kept)
    add(byTokenId, tokenId, kept)
    add(bySubject, subject, kept)
    for (const client of clientsOf(kept)) add(byClient, client, kept)
  }

  /** Oldest first: they expire next, and are evicted first when space runs out. */
  const makeRoom = () => {
    for (const kept of byToken.values()) {
      const expired = kept.answer.principal.expiresAt * 1000 <= wall()
      if (!expired && kept.until > steady() && byToken.size < most) return
      drop(kept)
    }
  }

  const forgetAll = () => {
    heard++
    for (const map of [byToken, byTokenId, bySubject, byClient]) map.clear()
  }

  return {
    find(token) {
      const kept = vouched() ? byToken.get(token) : undefined
      return kept !== undefined && kept.until > steady() ? kept.answer : undefined
    },
    keeping: (ask) => async (token) => {
      const before = vouched() ? heard : undefined
      const answer = await ask(token)
      if (answer?.active && before === heard && vouched()) keep(token, answer)
      return answer
    },
    has: (token) => byToken.has(token),
    forget(revoked) {
      const { subject, clientId, tokenId } = revoked
      heard++
      if (tokenId !== undefined) dropFitting(byTokenId.get(tokenId), revoked, drop)
      else if (subject !== undefined) dropFitting(bySubject.get(subject), revoked, drop)
      else if (clientId !== undefined) dropFitting(byClient.get(clientId), revoked, drop)
      else forgetAll()
    },
    forgetAll,
    size: () => byToken.size,
  }
}

function dropFitting(
  candidates: ReadonlySet<Kept> | undefined,
  { subject, clientId, tokenId }: Revoked,
  drop: (kept: Kept) => void,
): void {
  for (const kept of [...(candidates ?? [])]) {
    const { principal } = kept.answer
    if (subject !== undefined && subject !== principal.subject) continue
    if (clientId !== undefined && !clientsOf(kept).includes(clientId)) continue
    if (tokenId !== undefined && tokenId !== principal.tokenId) continue
    drop(kept)
  }
}

/** Every client on which the token depends: an event about one of them may mean the token. */
function clientsOf({ answer: { principal } }: Kept): readonly string[] {
  const { clientId, actors = [] } = principal
  return actors.length === 0 ? [clientId] : [...new Set([clientId, ...actors])]
}

function add(index: Map<string, Set<Kept>>, name: string, kept: Kept): void {
  const there = index.get(name)
  if (there === undefined) index.set(name, new Set([kept]))
  else there.add(kept)
}

function remove(index: Map<string, Set<Kept>>, name: string, kept: Kept): void {
  const there = index.get(name)
  there?.delete(kept)
  if (there?.size === 0) index.delete(name)
}
