/**
 * `/console/search`: everything by one box. The box posts its form, so that what was pasted is in no
 * address and no log; it is reduced, and the answer leads to a page that can be linked to.
 */

import { nameKey } from '../../clients/look-alike.ts'
import { explanationInWords } from '../../explanations/in-words.ts'
import type { GrantId } from '../../grants/grant.ts'
import { resourceKey } from '../../grants/resource-uri.ts'
import { type Hit, SEARCH, type SearchProps, searchPage } from '../../pages/console/search.ts'
import { emailKey } from '../../people/email.ts'
import type { Client } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { findUser } from './find.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { readSearched, reduced, type Searched } from './searched.ts'
import { nameOf } from './user-act.ts'
import { may, placeOf, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.search
const MOST = 5
/** An error reference, with its wire error or without. */
const REFERENCE = /^(?:[a-z_]+\.)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const ID = /^[0-9a-f]{32}$/

export const searchInConsole = consolePage({
  path: SEARCH,
  needs: null,
  show: async (context, visit) => {
    const entered = visit.query.one('q') ?? ''
    const searched = readSearched(entered)
    // Somebody has put a token into the address.
    if (reduced(searched) !== entered.trim()) return toResults(visit, searched)
    const found = await look(context, visit, searched)
    const { hits, refusal } = found
    const all = Object.values(hits).flat()
    const [only] = all
    if (all.length === 1 && only !== undefined && refusal === null) {
      return visit.exchange.reply.redirect(only.address, 303)
    }
    return sendConsole(visit, searchPage({ ...visit.props, ...found, searched: reduced(searched) }))
  },
})

export const sendSearch = consoleAct({
  path: SEARCH,
  needs: null,
  needsRecentSignIn: false,
  page: () => SEARCH,
  perform: (_, visit) => toResults(visit, readSearched(visit.form.one('q') ?? '')),
})

function toResults(visit: Visit, searched: Searched) {
  return visit.exchange.reply.redirect(listAddress(SEARCH, { q: reduced(searched) }), 303)
}

type Results = Pick<SearchProps, 'about' | 'hits' | 'refusal'>
const NOTHING: Results = {
  about: null,
  hits: { users: [], clients: [], apis: [], grants: [] },
  refusal: null,
}

/** Only in what the operator may see. */
async function look(context: HttpContext, visit: Visit, searched: Searched): Promise<Results> {
  if (searched.is === 'secret') return { ...NOTHING, about: text.secrets[searched.of] }
  if (searched.is === 'token') {
    const grants = await grantsWith(context, visit, searched.grantId)
    return { ...NOTHING, about: text.tokens[searched.of], hits: { ...NOTHING.hits, grants } }
  }
  const { text: words } = searched
  if (words === '') return NOTHING
  const [users, clients, apis, grants, refusal] = await Promise.all([
    usersWith(context, visit, words),
    clientsWith(context, visit, words),
    apisWith(context, visit, words),
    ID.test(words) ? grantsWith(context, visit, words) : [],
    refusalWith(context, visit, words),
  ])
  return { about: null, hits: { users, clients, apis, grants }, refusal }
}

async function usersWith(
  { store }: HttpContext,
  visit: Visit,
  words: string,
): Promise<readonly Hit[]> {
  if (!may(visit, 'users:read')) return []
  const page = { limit: MOST }
  const [exact, byAddress, byName] = await Promise.all([
    findUser(store, words),
    store.accounts.listByAddress(emailKey(words), page),
    store.accounts.listByName(words, page),
  ])
  const found = [...(exact === undefined ? [] : [exact]), ...byAddress.rows, ...byName.rows]
  const each = new Map(found.map((account) => [account.id, account]))
  return [...each.values()].map((account) => ({
    ...{ label: nameOf(account), address: placeOf('users', account.id) },
    detail: account.name ?? account.id,
  }))
}

async function clientsWith(
  { store }: HttpContext,
  visit: Visit,
  words: string,
): Promise<readonly Hit[]> {
  if (!may(visit, 'clients:read')) return []
  const key = nameKey(words)
  const [exact, named] = await Promise.all([
    store.clients.find(words),
    key === '' ? [] : store.clients.listNamed(key, MOST),
  ])
  const others = named.filter(({ id }) => id !== exact?.id)
  return [...(exact === undefined ? [] : [exact]), ...others].map(({ id, name }: Client) => ({
    ...{ label: name, address: placeOf('clients', id), detail: id },
  }))
}

async function apisWith(
  { store }: HttpContext,
  visit: Visit,
  words: string,
): Promise<readonly Hit[]> {
  if (!may(visit, 'resources:read')) return []
  const key = resourceKey(words)
  const found = await Promise.all([
    store.resources.find(words),
    key === undefined ? undefined : store.resources.findByUriKey(key),
  ])
  return found.flatMap((api) =>
    api === undefined
      ? []
      : [{ label: api.name, address: placeOf('apis', api.id), detail: api.uri }],
  )
}

async function grantsWith(
  { store }: HttpContext,
  visit: Visit,
  id: string,
): Promise<readonly Hit[]> {
  if (!may(visit, 'grants:read')) return []
  const found = await store.grants.find(id as GrantId)
  if (found === undefined) return []
  const client = await store.clients.find(found.grant.clientId)
  return [
    { label: client?.name ?? found.grant.clientId, address: placeOf('grants', id), detail: id },
  ]
}

async function refusalWith(
  { store }: HttpContext,
  visit: Visit,
  words: string,
): Promise<Results['refusal']> {
  const [, id] = REFERENCE.exec(words) ?? []
  if (id === undefined || !may(visit, 'errors:read')) return null
  const explanation = await store.explanations.find(id)
  if (explanation === undefined) return null
  const { reference, title, happened, next } = explanationInWords(explanation)
  return { title, happened, next, address: `/console/refusals/${encodeURIComponent(reference)}` }
}
