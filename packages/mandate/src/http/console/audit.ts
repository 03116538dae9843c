/** `/console/audit`: who did what, with filters, and one event. */

import { type AuditEvent, auditEvent } from '../../audit/event.ts'
import { headText } from '../../audit/seal.ts'
import { type Fact, factKinds } from '../../facts/fact.ts'
import { auditEventPage, auditPage, type ShownEvent } from '../../pages/console/audit.ts'
import { findAccount } from '../../people/account.ts'
import type { FactPlace } from '../../store/port.ts'
import type { HttpContext } from '../context.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { placeOf, sendConsole, sendMissing } from './visit.ts'

const PATH = '/console/audit'
const ROWS = 50

const nouns = [...new Set(factKinds.map((kind) => kind.split('.')[0] ?? ''))].toSorted()

export const auditInConsole = consolePage({
  path: PATH,
  needs: 'audit:read',
  show: async (context, visit) => {
    const { query, props } = visit
    const { store, settings } = context
    const [what, who, about] = [query.one('what'), query.one('who'), query.one('about')].map(
      (value) => value?.trim() ?? '',
    )
    const before = readPlace(query.one('from'))
    const [whose, concerned] = await Promise.all([idOf(context, who), idOf(context, about)])
    const noun = nouns.find((one) => one === what)
    const asked = { what: noun && `${noun}.`, who: whose, about: concerned }
    const [{ facts, next }, { seal }] = await Promise.all([
      store.facts.search(asked, { before, limit: ROWS }),
      store.audit.readEnd(),
    ])
    const filter = { what: noun ?? '', who: who ?? '', about: about ?? '' }
    return sendConsole(
      visit,
      auditPage({
        ...props,
        ...{ nouns, filter, keptDays: settings.auditDays },
        events: facts.map(shown),
        head: seal === undefined ? null : headText(seal),
        first: before === undefined ? null : listAddress(PATH, filter),
        next: next === null ? null : listAddress(PATH, { ...filter, from: placeIn(next) }),
      }),
    )
  },
})

export const auditEventInConsole = consolePage({
  path: `${PATH}/:event`,
  needs: 'audit:read',
  show: async ({ store }, visit) => {
    const place = readPlace(visit.params['event'])
    const page = place && {
      ...{ after: { atMs: place.atMs, id: '' }, untilMs: place.atMs + 1, limit: 1_000 },
    }
    const facts = page === undefined ? [] : (await store.facts.walk(page)).facts
    const fact = facts.find(({ id }) => id === place?.id)
    if (fact === undefined) return sendMissing(visit, { current: 'audit', what: 'event' })
    const { by } = fact
    const who = 'id' in by ? by.id : by.kind
    return sendConsole(
      visit,
      auditEventPage({ ...visit.props, ...shown(fact), sameActor: listAddress(PATH, { who }) }),
    )
  },
})

function shown(fact: Fact): ShownEvent {
  const event = auditEvent(fact)
  return { event, address: `${PATH}/${placeIn(fact)}`, places: placesIn(event) }
}

function placesIn({ about, by }: AuditEvent): ShownEvent['places'] {
  const { account_id: account, client_id: client, grant_id: grant, resource_id: api } = about
  const [kind, id] = by?.kind === 'operator' ? (by.id?.split(':') ?? []) : [by?.kind, by?.id]
  return {
    ...(account !== undefined && { account_id: placeOf('users', account) }),
    ...(client !== undefined && { client_id: placeOf('clients', client) }),
    ...(grant !== undefined && { grant_id: placeOf('grants', grant) }),
    ...(api !== undefined && { resource_id: placeOf('apis', api) }),
    ...(kind === 'account' && id !== undefined && { by: placeOf('users', id) }),
    ...(kind === 'client' && id !== undefined && { by: placeOf('clients', id) }),
  }
}

/** A user may be named by address. Undefined for an empty text. */
async function idOf(
  { store }: Pick<HttpContext, 'store'>,
  text: string | undefined,
): Promise<string | undefined> {
  if (text === undefined || text === '') return undefined
  return text.includes('@') ? ((await findAccount(store.accounts, text))?.id ?? text) : text
}

function placeIn({ atMs, id }: FactPlace): string {
  return `${atMs}.${id}`
}

/** Undefined for the first page, and for a text that is no place. */
function readPlace(text: string | undefined): FactPlace | undefined {
  const [, atMs, id] = /^(\d{1,15})\.([\w.-]{1,100})$/.exec(text ?? '') ?? []
  return atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
}
