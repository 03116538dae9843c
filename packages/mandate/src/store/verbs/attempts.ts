import { type Engine, type Row, step } from '../engine.ts'
import type { AttemptStore, Attempts } from '../port.ts'
import * as queries from '../queries/attempts.ts'
import { integer, text } from '../rows.ts'
import { record } from './facts.ts'

export function createAttemptStore(engine: Engine): AttemptStore {
  return {
    async find(buckets) {
      // Issued in one turn, so the engine batches them.
      const found = await Promise.all(
        inOrder(buckets).map((bucket) => engine.read(step(queries.findAttempts, { bucket }))),
      )
      return byBucket(found)
    },
    async add(buckets, at, forgetBefore) {
      const counted = await engine.write(
        inOrder(buckets).map((bucket) =>
          step(queries.addAttempt, { bucket, at, forget_before: forgetBefore }),
        ),
      )
      return byBucket(counted)
    },
    async clear(buckets) {
      await engine.write(inOrder(buckets).map((bucket) => step(queries.clearAttempts, { bucket })))
    },
    async clearBeginningWith(prefix, unlocked) {
      if (prefix === '') throw new TypeError('name what the buckets begin with')
      const between = { prefix, beyond: `${prefix}~` }
      const clear = step(queries.clearAttemptsBetween, between)
      const [cleared = []] = await engine.write(
        unlocked === undefined
          ? [clear]
          : [
              clear,
              ...record({ kind: 'account.unlocked', accountId: unlocked.accountId }, unlocked.act),
            ],
      )
      return cleared.length
    },
  }
}

/** Without duplicates and in a fixed order, so that two units cannot deadlock on their rows. */
function inOrder(buckets: readonly string[]): readonly string[] {
  return [...new Set(buckets)].sort()
}

function byBucket(results: readonly (readonly Row[])[]): ReadonlyMap<string, Attempts> {
  return new Map(
    results.flat().map((row) => {
      const attempts = { count: integer(row, 'counted'), lastAt: integer(row, 'last_at') }
      return [text(row, 'bucket'), attempts]
    }),
  )
}
