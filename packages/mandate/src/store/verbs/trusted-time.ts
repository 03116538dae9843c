import { type Engine, step } from '../engine.ts'
import type { TrustedTimeStore } from '../port.ts'
import * as queries from '../queries/trusted-time.ts'
import { integer, integerOrNull } from '../rows.ts'
import { record } from './facts.ts'

const id = queries.TRUSTED

export function createTrustedTimeStore(engine: Engine): TrustedTimeStore {
  return {
    async begin(now) {
      await engine.write([step(queries.beginTrustedTime, { id, now })])
    },
    async read() {
      const [row = {}] = await engine.read(step(queries.findTrustedTime, { id }))
      const database = Math.floor(integer(row, 'database_ms') / 1000)
      return {
        trusted: integerOrNull(row, 'trusted_at'),
        version: integerOrNull(row, 'version') ?? 0,
        database: engine.hasOwnClock ? database : null,
      }
    },
    async move(version, to, act) {
      const move = step(queries.moveTrustedTime, { id, version, trusted_at: to })
      // Two operators who set the same time at the same version record one fact.
      const said = `${version + 1} ${to}`
      const about = { table: 'trusted_times', id: said } as const
      const fact = { kind: 'clock.trusted', trusted: to } as const
      const [rows = []] = await engine.write(
        act === undefined
          ? [move]
          : [move, ...record(fact, act, { about, id: `${fact.kind} ${said}` })],
      )
      return rows.length > 0
    },
  }
}
