/**
 * Good answers, kept until their tokens expire and honoured only while a stream of revocations
 * vouches for them (`revocation-stream.ts`). A repeated check is then one look into a map.
 *
 *     unknown ──asked while vouched for──▶ kept ──revoked, expired, or no room──▶ forgotten
 *
 * An answer is kept only if nothing was heard between question and answer: the question may have
 * been answered before a revocation whose news came first. A no is never kept.
 *
 * The keys are the tokens themselves. A hash would cost more than the rest of a check, and would
 * protect them from nobody who can read this process: each request brings its token anyway.
 */

import type { IntrospectionAnswer } from './answer.ts'
import type { Introspect } from './introspection.ts'

type GoodAnswer = Extract<IntrospectionAnswer, { active: true }>

/** What revoked tokens have in common: every member that is there has to fit. */
export interface Revoked {
  readonly subject?: string | undefined
  readonly clientId?: string | undefined
  readonly tokenId?: string | undefined
}

export interface Memory {
  /**
   * The kept answer, by the wall clock expired or not; undefined where there is none, its lifetime is
   * over, or nobody vouches for it.
   */
  find(token: string): GoodAnswer | undefined
  /** The same questions; keeps the good answers. */
  keeping(ask: Introspect): Introspect
  /** Whether the token was called good before, and not revoked since, vouched for or not. */
  has(token: string): boolean
  forget(revoked: Revoked): void
  forgetAll(): void
  size(): number
}

interface Kept {
  readonly token: string
  readonly answer: GoodAnswer
  /** By the steady clock: a wall clock that is behind must not keep a token past its end. */
  readonly until: number
}

/** Both answer milliseconds: since 1970, and since any moment, but never set. */
export interface Clocks {
  readonly wall: () => number
  readonly steady: () => number
}

/** About a kilobyte each. */
const MOST_KEPT = 50_000

/** `vouched` says whether all revocations until now are known. */
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
    const { subject, clientId, tokenId = '' } = kept.answer.principal
    byToken.delete(kept.token)
    remove(byTokenId, tokenId, kept)
    remove(bySubject, subject, kept)
    remove(byClient, clientId, kept)
  }

  const keep = (token: string, answer: GoodAnswer) => {
    const { subject, clientId, tokenId = '', expiresAt } = answer.principal
    const before = byToken.get(token)
    if (before !== undefined) drop(before)
    // Without a name it could not be revoked alone.
    if (tokenId === '' || expiresAt * 1000 <= wall()) return
    makeRoom()
    const kept = { token, answer, until: steady() + answer.lifetime * 1000 }
    byToken.set(token, kept)
    add(byTokenId, tokenId, kept)
    add(bySubject, subject, kept)
    add(byClient, clientId, kept)
  }

  /** The oldest come first: they are the next to expire, and the first to go where room is short. */
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
      if (answer.active && before === heard && vouched()) keep(token, answer)
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
    if (clientId !== undefined && clientId !== principal.clientId) continue
    if (tokenId !== undefined && tokenId !== principal.tokenId) continue
    drop(kept)
  }
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
