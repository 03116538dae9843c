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
import { nameOf } from './user-act.ts'
import { may, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

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
        events: await shownEvents(context, visit, facts),
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
  show: async (context, visit) => {
    const { store } = context
    const place = readPlace(visit.params['event'])
    const page = place && {
      ...{ after: { atMs: place.atMs, id: '' }, untilMs: place.atMs + 1, limit: 1_000 },
    }
    const facts = page === undefined ? [] : (await store.facts.walk(page)).facts
    const fact = facts.find(({ id }) => id === place?.id)
    const [shown] = await shownEvents(context, visit, fact === undefined ? [] : [fact])
    if (fact === undefined || shown === undefined) {
      return sendMissing(visit, { current: 'audit', what: 'event' })
    }
    const { by } = fact
    const who = 'id' in by ? by.id : by.kind
    const sameActor = listAddress(PATH, { who })
    return sendConsole(visit, auditEventPage({ ...visit.props, ...shown, sameActor }))
  },
})

/** With the names of the users and clients, as far as the operator may see them. */
async function shownEvents(
  context: Pick<HttpContext, 'store'>,
  visit: Visit,
  facts: readonly Fact[],
): Promise<readonly ShownEvent[]> {
  const all = facts.map((fact) => {
    const event = auditEvent(fact)
    return { event, address: `${PATH}/${placeIn(fact)}`, parties: partiesIn(event) }
  })
  const names = await namesOf(
    context,
    visit,
    all.flatMap(({ parties }) => Object.values(parties)),
  )
  return all.map(({ event, address, parties }) => {
    const each = Object.entries(parties)
    return {
      ...{ event, address },
      places: Object.fromEntries(each.map(([member, { noun, id }]) => [member, placeOf(noun, id)])),
      names: Object.fromEntries(each.map(([member, { id }]) => [member, names.get(id)])),
    }
  })
}

async function namesOf(
  { store }: Pick<HttpContext, 'store'>,
  visit: Visit,
  parties: readonly Party[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (noun: Party['noun']) => [
    ...new Set(parties.flatMap((party) => (party.noun === noun ? party.id : []))),
  ]
  const [accounts, clients] = await Promise.all([
    Promise.all(
      may(visit, 'users:read') ? idsOf('users').map((id) => store.accounts.find(id)) : [],
    ),
    Promise.all(
      may(visit, 'clients:read') ? idsOf('clients').map((id) => store.clients.find(id)) : [],
    ),
  ])
  return new Map([
    ...accounts.flatMap((one) => (one ? [[one.id, nameOf(one)] as const] : [])),
    ...clients.flatMap((one) => (one ? [[one.id, one.name] as const] : [])),
  ])
}

interface Party {
  readonly noun: 'users' | 'clients' | 'grants' | 'apis'
  readonly id: string
}

/** Whom an event concerns and who did it, where they have a page. */
function partiesIn({ about, by }: AuditEvent): Readonly<Record<string, Party>> {
  const { account_id: account, client_id: client, grant_id: grant, resource_id: api } = about
  // An operator's id says of what: `account:…` or `client:…`, whose id may have colons itself.
  const [, ofWhat, ownId] = /^(account|client):(.*)$/s.exec(by?.id ?? '') ?? []
  const [kind, id] = by?.kind === 'operator' ? [ofWhat, ownId] : [by?.kind, by?.id]
  return {
    ...(account !== undefined && { account_id: { noun: 'users', id: account } }),
    ...(client !== undefined && { client_id: { noun: 'clients', id: client } }),
    ...(grant !== undefined && { grant_id: { noun: 'grants', id: grant } }),
    ...(api !== undefined && { resource_id: { noun: 'apis', id: api } }),
    ...(kind === 'account' && id !== undefined && { by: { noun: 'users', id } }),
    ...(kind === 'client' && id !== undefined && { by: { noun: 'clients', id } }),
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
