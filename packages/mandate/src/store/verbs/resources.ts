import { type Engine, type Row, step } from '../engine.ts'
import type { ResourceStore } from '../port.ts'
import * as queries from '../queries/resources.ts'
import type { Resource } from '../records.ts'
import { integer, pageInput, pageOf, text } from '../rows.ts'

export function createResourceStore(engine: Engine): ResourceStore {
  return {
    async insert({ id, name, uri, secretHash, createdAt }) {
      const input = { id, name, uri, secret_hash: secretHash, created_at: createdAt }
      const [rows = []] = await engine.write([step(queries.insertResource, input)])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findResource, { id }))
      return row && readResource(row)
    },
    async findByUri(uri) {
      const [row] = await engine.read(step(queries.findResourceByUri, { uri }))
      return row && readResource(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listResources, page))
      return pageOf(rows.map(readResource), page)
    },
  }
}

function readResource(row: Row): Resource {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    uri: text(row, 'uri'),
    secretHash: text(row, 'secret_hash'),
    createdAt: integer(row, 'created_at'),
  }
}
