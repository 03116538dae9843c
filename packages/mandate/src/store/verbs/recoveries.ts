import { type Engine, step } from '../engine.ts'
import type { RecoveryStore } from '../port.ts'
import * as queries from '../queries/recoveries.ts'
import { integerOrNull } from '../rows.ts'
import { recoveries } from '../tables/recoveries.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createRecoveryStore(engine: Engine): RecoveryStore {
  return {
    async insert(recovery, act) {
      const { acceptNewerUntil } = recovery
      await engine.write([
        step(queries.insertRecovery, writeRecovery(recovery)),
        ...record({ kind: 'recovery.noted', acceptNewerUntil }, act),
      ])
    },
    async acceptNewerUntil(notedBefore) {
      const [row = {}] = await engine.read(
        step(queries.findAcceptNewerUntil, { noted_before: notedBefore }),
      )
      return integerOrNull(row, 'accept_newer_until') ?? 0
    },
  }
}

const writeRecovery = writerOf(recoveries)
