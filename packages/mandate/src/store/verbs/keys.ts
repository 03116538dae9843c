import type { KeyId } from '../../grants/grant.ts'
import { type Engine, type Row, step } from '../engine.ts'
import type { KeyStore } from '../port.ts'
import * as queries from '../queries/key-ids.ts'
import { text } from '../rows.ts'

export function createKeyStore(engine: Engine): KeyStore {
  const inUse = async () => (await engine.read(step(queries.listKeyIds, {}))).map(readId)

  return {
    inUse,
    async use(current, held, at) {
      const before = await inUse()
      if (before.includes(current)) return before
      const results = await engine.write([
        step(queries.takeTurnAtKeys, {}),
        step(queries.noteKey, { id: current, noted_at: at, held: held.join(' ') }),
        step(queries.listKeyIds, {}),
      ])
      return (results.at(-1) ?? []).map(readId)
    },
  }
}

function readId(row: Row): KeyId {
  return text(row, 'id') as KeyId
}
