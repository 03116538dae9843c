/** Whether every webhook gets what happens. */

import { webhookStateDocument } from '../../documents/webhook.ts'
import { databaseNamed } from '../../runtime/database.ts'
import { everyRow } from '../../store/every-row.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { Endpoint } from '../../store/records.ts'
import type { Check } from '../checks.ts'
import { moment, printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const name = 'webhooks'

export const webhooks: Examine = async ({ settings }) => {
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    try {
      const all = await everyRow((page) => store.endpoints.list('webhook', page))
      return (await Promise.all(all.map((one) => checked(store, one)))).flat()
    } finally {
      await store.close()
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}

async function checked(
  store: Pick<ReadStore, 'endpoints'>,
  webhook: Endpoint,
): Promise<readonly Check[]> {
  const [progress, counts] = await Promise.all([
    store.endpoints.findProgress(webhook.id),
    store.endpoints.tallyDeliveries(webhook.id),
  ])
  const state = webhookStateDocument(webhook, { progress, counts })
  const { webhook_id: id, disabled_because: because } = state
  const whose = printable(webhook.name)
  const found: Check[] = []
  if (because !== null && because !== 'operator') {
    found.push({
      ...{ name, ok: false },
      message: `${whose} was disabled (${because.replaceAll('_', ' ')}), so nothing is sent to it`,
      remedy: `mend its receiver, try it with: mandate webhook test ${id}; then: mandate webhook enable ${id}`,
    })
  } else if (state.failing_since !== null) {
    found.push({
      ...{ name, ok: true, notice: true },
      message: `nothing has arrived at ${whose} since ${moment(state.failing_since)} UTC`,
      remedy: `see why with: mandate webhook deliveries ${id}`,
    })
  }
  if (state.dead > 0) {
    found.push({
      ...{ name, ok: true, notice: true },
      message: `${state.dead === 1 ? 'one event' : `${state.dead} events`} for ${whose} ${state.dead === 1 ? 'was' : 'were'} given up`,
      remedy: `see them with: mandate webhook deliveries ${id} --state dead; send them again with: mandate webhook replay ${id} --dead`,
    })
  }
  if (state.missed_until !== null) {
    found.push({
      ...{ name, ok: true, notice: true },
      message: `${whose} was stopped for longer than changes are kept: it may have missed some until ${moment(state.missed_until)} UTC`,
      remedy: 'compare what it keeps with what is here',
    })
  }
  return found
}
