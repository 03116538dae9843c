/**
 * Answers a poll (RFC 8936 §2). There is no row for an event: the stream has a cursor over the facts,
 * and notes which events after it were acknowledged. An event comes again until its client has
 * acknowledged or refused it, so nothing is lost when an answer is.
 */

import type { FactPage, FactPlace, Store } from '../../store/port.ts'
import type { EndpointProgress } from '../../store/records.ts'
import { type Reading, writes } from '../../store/write-access.ts'
import { type EventContext, eventTokensFor, type Hearer } from './event-token.ts'
import type { PollRequest } from './poll-request.ts'

export interface PollAnswer {
  /** The tokens by their `jti`. */
  readonly sets: Readonly<Record<string, string>>
  readonly moreAvailable: boolean
}

type PollContext = Omit<EventContext, 'store'> & { readonly store: Store }

/** Longer than any transaction takes from write to commit: a fact may appear before others. */
const OVERLAP_MS = 10_000
const PAGE = 500
/** Facts that one poll looks at; the next goes on from there. */
const MOST_PAGES = 20
/** More than that are not waited for: then events come again. */
const MOST_ACKNOWLEDGED = 2_000
/** So many facts that concern nobody are worth a write of the cursor. */
const WORTH_A_WRITE = 200
/** Polls of one stream that race for the cursor. */
const MOST_TRIES = 3

/** What is waiting now. Rejects with `StorageUnavailable`. */
export const pollEvents = writes(
  async (context: PollContext, hearer: Hearer, request: PollRequest): Promise<PollAnswer> => {
    const { endpoints } = context.store
    for (let tries = 1; ; tries++) {
      const progress = await endpoints.findProgress(hearer.streamId)
      if (progress === undefined) return { sets: {}, moreAvailable: false }
      const walk = await walkFrom(context, hearer, { progress, request })
      const isNews = request.acknowledged.length > 0 || walk.passed >= WORTH_A_WRITE
      const { cursor, ahead, answer } = walk
      const { version } = progress
      // If another poll was faster, its acknowledgements count too.
      const isKept =
        !isNews || (await endpoints.settlePoll(hearer.streamId, { version, cursor, ahead }))
      if (isKept || tries === MOST_TRIES) return answer
    }
  },
)

interface Walk {
  readonly answer: PollAnswer
  readonly cursor: FactPlace
  /** The acknowledged events after the cursor. */
  readonly ahead: readonly string[]
  /** How many facts the cursor has passed. */
  readonly passed: number
}

async function walkFrom(
  context: Reading<EventContext>,
  hearer: Hearer,
  { progress, request }: { readonly progress: EndpointProgress; readonly request: PollRequest },
): Promise<Walk> {
  const start = { atMs: progress.cursorMs, id: progress.cursorId }
  const taken = new Set([...progress.ahead, ...request.acknowledged])
  const sets: Record<string, string> = {}
  const ahead: string[] = []
  const behind = new Set<string>()
  let [cursor, passed, isUnbroken]: [FactPlace, number, boolean] = [start, 0, true]
  const stop = (isEnd: boolean): Walk => {
    // What was not met is acknowledged further on, or was never sent on this stream.
    const further = isEnd
      ? []
      : [...taken].filter((jti) => !behind.has(jti) && !ahead.includes(jti))
    const kept = [...ahead, ...further].slice(-MOST_ACKNOWLEDGED)
    return { answer: { sets, moreAvailable: !isEnd }, cursor, ahead: kept, passed }
  }

  let last: FactPlace = start
  for (let page = 0; page < MOST_PAGES; page++) {
    const read: FactPage = await context.store.facts.readPage(last, {
      ...{ limit: PAGE, countSinceMs: Number.MAX_SAFE_INTEGER },
    })
    for (const { id, atMs, fact } of read.entries) {
      const tokens = fact === undefined ? [] : await eventTokensFor(context, hearer, fact)
      const waiting = tokens.filter(({ jti }) => !taken.has(jti))
      for (const { jti, token } of waiting) {
        if (Object.keys(sets).length >= request.maxEvents) return stop(false)
        sets[jti] = token
      }
      isUnbroken &&= waiting.length === 0 && atMs < read.nowMs - OVERLAP_MS
      const done = tokens.filter(({ jti }) => taken.has(jti)).map(({ jti }) => jti)
      if (isUnbroken) {
        cursor = { atMs, id }
        passed += 1
        for (const jti of done) behind.add(jti)
      } else ahead.push(...done)
    }
    if (read.isLast) return stop(true)
    last = read.entries.at(-1) ?? last
  }
  return stop(false)
}
