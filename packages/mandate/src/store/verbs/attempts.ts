import { type Engine, step } from '../engine.ts'
import { type AttemptStore, type Bucket, latestEmpty } from '../port.ts'
import * as queries from '../queries/attempts.ts'
import { integer, text } from '../rows.ts'
import { record } from './facts.ts'

export function createAttemptStore(engine: Engine): AttemptStore {
  return {
    async find(names) {
      // Issued in one turn, so the engine batches them.
      const found = await Promise.all(
        names.map((bucket) => engine.read(step(queries.findAttempts, { bucket }))),
      )
      return new Map(found.flat().map((row) => [text(row, 'bucket'), integer(row, 'empty_at')]))
    },
    async add(buckets, at) {
      const added = await engine.write(
        inOrder(buckets).map((bucket) => {
          const { name, most, seconds } = bucket
          const latest = latestEmpty(bucket, at)
          const limits = { seconds, most_seconds: most * seconds, latest }
          return step(queries.addAttempt, { bucket: name, at, ...limits })
        }),
      )
      return new Set(added.flat().map((row) => text(row, 'bucket')))
    },
    async giveBack(buckets) {
      const given = inOrder(buckets).map(({ name, seconds }) =>
        step(queries.giveBackAttempt, { bucket: name, seconds }),
      )
      if (given.length > 0) await engine.write(given)
    },
    async clear(names) {
      const cleared = [...new Set(names)].sort()
      if (cleared.length === 0) return
      await engine.write(cleared.map((bucket) => step(queries.clearAttempts, { bucket })))
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

/** In a fixed order, so that two units cannot deadlock on their rows. */
function inOrder(buckets: readonly Bucket[]): readonly Bucket[] {
  return buckets.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
