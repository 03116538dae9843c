/**
 * Lets requests wait until something may have happened to a client. It holds no connection to the
 * database: all of them share the looks of the feed of revocations, which finds the facts of every node.
 */

import type { HttpContext } from './context.ts'

export interface News {
  /**
   * Resolves when the client may have news, at the latest after `milliseconds`, or when the server is
   * being stopped. Rejects with `StorageUnavailable`.
   */
  wait(milliseconds: number): Promise<'news' | 'none'>
  stop(): void
}

/** What the feed does not tell, such as an account that is on again, is found by looking. */
const LOOK_EVERY_MS = 2_000

/** Listens from now on. Rejects with `StorageUnavailable`. */
export async function newsOf(
  { revocationFeed: feed }: Pick<HttpContext, 'revocationFeed'>,
  clientId: string,
): Promise<News> {
  let [isNews, isOver, lookedAtMs] = [false, false, 0]
  let wake = () => {}
  const mayConcern = (events: string) =>
    events.includes(`"client_id":${JSON.stringify(clientId)}`) ||
    /^data: (?!.*"client_id")/m.test(events)
  const listener = {
    hear(events: string) {
      if (!mayConcern(events)) return
      isNews = true
      wake()
    },
    reach(nowMs: number) {
      if (lookedAtMs === 0) lookedAtMs = nowMs
      if (nowMs - lookedAtMs < LOOK_EVERY_MS) return
      lookedAtMs = nowMs
      isNews = true
      wake()
    },
    end() {
      isOver = true
      wake()
    },
  }
  await feed.listen(listener)
  return {
    async wait(milliseconds) {
      if (!isNews && !isOver) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(resolve, milliseconds)
        await promise
        clearTimeout(timer)
        wake = () => {}
      }
      const answer = isNews && !isOver ? 'news' : 'none'
      isNews = false
      return answer
    },
    stop() {
      feed.leave(listener)
      listener.end()
    },
  }
}
