import { type Engine, step } from '../engine.ts'
import type { DeviceRequestStore } from '../port.ts'
import * as queries from '../queries/device-requests.ts'
import { readerOf } from '../rows.ts'
import { deviceRequests } from '../tables/device-requests.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'

export function createDeviceRequestStore(engine: Engine): DeviceRequestStore {
  return {
    async insert(request, most) {
      const trim = step(queries.trimDeviceRequests, { client_id: request.clientId, kept: most })
      const [rows = []] = await engine.write([
        step(queries.insertDeviceRequest, writeRequest(request)),
        // It reads an index entry for each that is kept.
        ...(request.id.endsWith('0') ? [trim] : []),
      ])
      return rows.length > 0
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findDeviceRequest, { id }))
      return row && readRequest(row)
    },
    async findByUserCode(userCode) {
      const input = { user_code: userCode }
      const [row] = await engine.read(step(queries.findDeviceRequestByUserCode, input))
      return row && readRequest(row)
    },
    async deny(id, at) {
      const input = { id, at, grant_id: null }
      const [rows = []] = await engine.write([step(queries.decideDeviceRequest, input)])
      return rows.length > 0
    },
    async allow({ id, clientId, agent, network }, { grantId, accountId, app }, act) {
      const input = { id, at: act.at, grant_id: grantId }
      const fact = {
        ...({ kind: 'device.connected', grantId, clientId, accountId } as const),
        ...{ agent, network, app },
      }
      const about = { table: 'device_requests', id: `${id} ${grantId}` } as const
      const [rows = []] = await engine.write([
        step(queries.decideDeviceRequest, input),
        ...record(fact, act, { about }),
      ])
      return rows.length > 0
    },
    async addPolls(id, { intervalSeconds, polls }) {
      const input = { id, interval_seconds: intervalSeconds, polls }
      await engine.write([step(queries.addDevicePolls, input)])
    },
    async slowDown(id, { intervalSeconds, nextSeconds, at }) {
      const seconds = { interval_seconds: intervalSeconds, next_seconds: nextSeconds }
      await engine.write([step(queries.slowDeviceDown, { id, ...seconds, at })])
    },
  }
}

const readRequest = readerOf(deviceRequests)
const writeRequest = writerOf(deviceRequests)
