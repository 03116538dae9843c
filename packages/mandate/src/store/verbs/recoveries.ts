import { type Engine, step } from '../engine.ts'
import type { RecoveryStore } from '../port.ts'
import * as queries from '../queries/recoveries.ts'
import type { Recovery } from '../records.ts'
import { integerOrNull } from '../rows.ts'
import { record } from './facts.ts'

export function createRecoveryStore(engine: Engine): RecoveryStore {
  return {
    async insert(recovery, act) {
      const { acceptNewerUntil } = recovery
      await engine.write([
        step(queries.insertRecovery, recoveryRow(recovery)),
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

/** As the table has it. */
export function recoveryRow({ id, restoredAt, acceptNewerUntil }: Recovery) {
  return { id, restored_at: restoredAt, accept_newer_until: acceptNewerUntil }
}
