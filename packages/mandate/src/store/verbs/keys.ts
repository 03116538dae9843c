import type { KeyId } from '../../grants/grant.ts'
import { type Engine, type Row, step } from '../engine.ts'
import type { KeyStore } from '../port.ts'
import * as queries from '../queries/key-ids.ts'
import { text } from '../rows.ts'

const GRANTS_AT_ONCE = 10_000

export function createKeyStore(engine: Engine): KeyStore {
  const noted = async () => (await engine.read(step(queries.listKeyIds, {}))).map(readId)

  return {
    async inUse() {
      const ids = await noted()
      return ids.length > 0 ? ids : keysOfAllGrants(engine)
    },
    async use(current, held, at) {
      const before = await noted()
      if (before.includes(current)) return before
      const found = before.length > 0 ? before : await keysOfAllGrants(engine)
      if (!found.every((id) => held.includes(id))) return found
      const ids = new Set([...found, current])
      const input = { noted_at: at, held: held.join(' ') }
      const results = await engine.write([
        step(queries.takeTurnAtKeys, {}),
        ...[...ids].map((id) => step(queries.noteKey, { id, ...input })),
        step(queries.listKeyIds, {}),
      ])
      return (results.at(-1) ?? []).map(readId)
    },
  }
}

/** Page by page: no statement is long, however many grants there are. */
async function keysOfAllGrants(engine: Engine): Promise<readonly KeyId[]> {
  const found = new Set<KeyId>()
  for (let after = ''; ; ) {
    const page = { after, limit: GRANTS_AT_ONCE }
    const rows = await engine.read(step(queries.keysOfGrants, page))
    if (rows.length === 0) return [...found].toSorted()
    for (const row of rows) {
      found.add(text(row, 'key_id') as KeyId)
      const last = text(row, 'last_id')
      if (last > after) after = last
    }
  }
}

function readId(row: Row): KeyId {
  return text(row, 'id') as KeyId
}
