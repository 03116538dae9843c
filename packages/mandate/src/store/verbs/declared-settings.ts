import { type Engine, step } from '../engine.ts'
import type { DeclaredSettingsStore } from '../port.ts'
import * as queries from '../queries/declared-settings.ts'
import { integer, readerOf } from '../rows.ts'
import { declaredSettings, settingsFaults } from '../tables/declared-settings.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createDeclaredSettingsStore(engine: Engine): DeclaredSettingsStore {
  return {
    async version() {
      const [row = {}] = await engine.read(step(queries.findSettingsVersion, {}))
      return integer(row, 'version')
    },
    async current() {
      const [row] = await engine.read(step(queries.findDeclaredSettings, {}))
      return row && readVersion(row)
    },
    async declare(next, changed, act) {
      const fact = { kind: 'settings.declared', version: String(next.version), changed } as const
      const about = { table: 'declared_settings', id: next.id } as const
      const [rows = []] = await engine.write([
        step(queries.declareSettings, writeVersion(next)),
        ...record(fact, act, { about }),
      ])
      return rows.length > 0
    },
    async hasGrants() {
      return (await engine.read(step(queries.findAnyGrant, {}))).length > 0
    },
    async noteFault(fault) {
      await engine.write([step(queries.noteSettingsFault, writeFault(fault))])
    },
    async clearFault(node) {
      await engine.write([step(queries.clearSettingsFault, { id: node })])
    },
    async listFaults() {
      return (await engine.read(step(queries.listSettingsFaults, {}))).map(readFault)
    },
  }
}

const readVersion = readerOf(declaredSettings)
const writeVersion = writerOf(declaredSettings)
const readFault = readerOf(settingsFaults)
const writeFault = writerOf(settingsFaults)
