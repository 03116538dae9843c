/** `/console/refusals`: refused requests by reason and client, and one with its explanation. */

import { type Columns, columnsOf, windowNames } from '../../activity/windows.ts'
import { explanationInWords, referenceOf } from '../../explanations/in-words.ts'
import { reasons } from '../../explanations/reasons.ts'
import {
  type RefusalRow,
  type RefusalSum,
  refusalPage,
  refusalsPage,
  type ShownClient,
} from '../../pages/console/refused.ts'
import { EXPLANATIONS_KEPT_SECONDS } from '../../store/port.ts'
import type { Explanation } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { listAddress } from './lists.ts'
import { titleOf, windowOf } from './overview.ts'
import { consolePage } from './page.ts'
import { placeOf, sendConsole, sendMissing } from './visit.ts'

const PATH = '/console/refusals'
const ROWS = 50
/** The most frequent ones; the others are in the chart. */
const SUMS = 25
/** `activity/tally.ts` */
const OTHER_CLIENTS = '*'

const shownReasons = reasons
  .map((reason) => ({ reason, title: titleOf(reason) }))
  .toSorted((one, other) => one.title.localeCompare(other.title, 'en'))

export const refusalsInConsole = consolePage({
  path: PATH,
  needs: 'errors:read',
  show: async (context, visit) => {
    const { query, props } = visit
    const { store, settings } = context
    const [reason, client] = [query.one('reason') ?? '', query.one('client')?.trim() ?? '']
    const before = readPlace(query.one('from'))
    const window = windowOf(visit)
    const which = { reason: reason || undefined, clientId: client || undefined, before }
    const [sums, found] = await Promise.all([
      settings.activitySeconds === 0 ? null : readSums(context, columnsOf(window, props.now)),
      store.explanations.listBefore(which, ROWS),
    ])
    const ids = [...(sums ?? []), ...found].map(({ clientId }) => clientId)
    const clients = await namedClients(context, ids)
    const filter = { reason, client, time: query.one('time') }
    const last = found.length < ROWS ? undefined : found.at(-1)
    return sendConsole(
      visit,
      refusalsPage({
        ...props,
        window: { current: window, all: windowNames },
        sums: sums === null ? null : sums.map((sum) => shownSum(sum, clients)),
        rows: found.map((one) => shownRow(one, clients)),
        reasons: shownReasons,
        filter: { reason, client },
        keptDays: EXPLANATIONS_KEPT_SECONDS / 86_400,
        first: before === undefined ? null : listAddress(PATH, filter),
        next: last === undefined ? null : listAddress(PATH, { ...filter, from: placeIn(last) }),
      }),
    )
  },
})

export const refusalInConsole = consolePage({
  path: `${PATH}/:reference`,
  needs: 'errors:read',
  show: async (context, visit) => {
    // The whole error_uri, its last part, or the id alone.
    const id = (visit.params['reference'] ?? '').replace(/^.*[/.]/s, '')
    const { store, explanations } = context
    const explanation = explanations.find(id) ?? (await store.explanations.find(id))
    if (explanation === undefined) {
      return sendMissing(visit, { current: 'refusals', what: 'refusal' })
    }
    const clients = await namedClients(context, [explanation.clientId])
    return sendConsole(
      visit,
      refusalPage({
        ...visit.props,
        explanation: explanationInWords(explanation),
        client: clients.get(explanation.clientId ?? '') ?? null,
        sameReason: listAddress(PATH, { reason: explanation.reason }),
      }),
    )
  },
})

interface Sum {
  readonly reason: string
  readonly clientId: string
  readonly count: number
}

async function readSums(
  { store }: HttpContext,
  { span, since, until }: Columns,
): Promise<readonly Sum[]> {
  const totals = await store.activity.total({ span, since, until, kind: 'refusal' })
  return totals
    .map(({ key, clientId, counted }) => ({ reason: key, clientId, count: counted }))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, SUMS)
}

/** Those of the clients that are registered, issued in one turn so that they are read together. */
async function namedClients(
  { store }: HttpContext,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, ShownClient>> {
  const wanted = new Set(ids.filter((id): id is string => Boolean(id) && id !== OTHER_CLIENTS))
  const found = await Promise.all([...wanted].map((id) => store.clients.find(id)))
  return new Map(
    found.flatMap((client) => {
      if (client === undefined) return []
      const { id, name } = client
      return [[id, { id, name, address: placeOf('clients', id) }] as const]
    }),
  )
}

function shownSum(
  { reason, clientId, count }: Sum,
  clients: ReadonlyMap<string, ShownClient>,
): RefusalSum {
  const isOne = clientId !== '' && clientId !== OTHER_CLIENTS
  const gone = { id: clientId, name: null, address: placeOf('clients', clientId) }
  return {
    ...{ reason, title: titleOf(reason), count },
    client: isOne ? (clients.get(clientId) ?? gone) : clientId === '' ? 'none' : 'others',
    address: listAddress(PATH, { reason, client: isOne ? clientId : '' }),
  }
}

function shownRow(explanation: Explanation, clients: ReadonlyMap<string, ShownClient>): RefusalRow {
  const { reason, at, clientId, request } = explanation
  return {
    ...{ reason, title: titleOf(reason), at },
    address: `${PATH}/${referenceOf(explanation)}`,
    client: clients.get(clientId ?? '') ?? null,
    request: `${request.method} ${request.endpoint}`,
  }
}

function placeIn({ at, id }: Pick<Explanation, 'at' | 'id'>): string {
  return `${at}.${id}`
}

/** Undefined for the first page, and for a text that is no place. */
function readPlace(text: string | undefined): { at: number; id: string } | undefined {
  const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{1,64})$/.exec(text ?? '') ?? []
  return at === undefined || id === undefined ? undefined : { at: Number(at), id }
}
