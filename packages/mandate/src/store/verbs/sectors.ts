import { type Engine, step } from '../engine.ts'
import type { SectorStore } from '../port.ts'
import { findSector, insertSector } from '../queries/sectors.ts'
import { readerOf } from '../rows.ts'
import { sectors } from '../tables/sectors.ts'

export function createSectorStore(engine: Engine): SectorStore {
  const find = async (id: string) => {
    const [row] = await engine.read(step(findSector, { id }))
    return row && readSector(row).seed
  }
  return {
    async seedOf(id, fresh) {
      const known = await find(id)
      if (known !== undefined) return known
      await engine.write([step(insertSector, { id, seed: fresh })])
      return (await find(id)) ?? fresh
    },
  }
}

const readSector = readerOf(sectors)
