/** Addresses to ask for: every page of the console, each time about something else. */

import { consoleActs, consolePages } from '../../packages/mandate/src/http/console/addresses.ts'
import { FEW, fewIdOf } from './few.ts'
import { accountIdOf, clientIdOf, eventOf, type Filling, grantIdOf } from './rows.ts'

export interface Asked {
  /** As in the registry, with what was chosen in the query. */
  readonly page: string
  address(turn: number): string
}

/** Filters that a page has besides; the first page of a list is asked for anyway. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  '/console': ['?time=7d', '?time=30d', '?time=90d'],
  '/console/users': ['?begins=person5', '?begins=nobody', '?name=person%205', '?name=nobody'],
  '/console/refusals': ['?time=90d', '?reason=wrong_secret', `?client=${clientIdOf(7)}`],
  '/console/grants': [`?user=${accountIdOf(7)}`, `?client=${clientIdOf(7)}`],
  '/console/audit': ['?what=grant', `?who=account:${accountIdOf(31)}`, `?about=${accountIdOf(31)}`],
  '/console/why': [`?user=${accountIdOf(31)}`],
  '/console/search': ['?q=person77@example.com', '?q=Client%207', '?q=Person%205'],
}

/** Pages first, then the questions before acts, which say what would end in numbers. */
export function everyPage(filling: Filling): readonly Asked[] {
  const asking = consoleActs.filter(({ open }) => open !== undefined)
  const paths = [...new Set([...consolePages, ...asking].map(({ path }) => path))]
  return paths.flatMap((path) => {
    const place = (turn: number) => filledIn(path, filling, turn)
    return ['', ...(VARIANTS[path] ?? [])].map((query) => ({
      page: `${path}${query}`,
      address: (turn: number) => `${place(turn)}${query}`,
    }))
  })
}

/** Any row of the table, a different one each turn. */
function filledIn(path: string, filling: Filling, turn: number): string {
  const { accounts, grantsEach, clients } = filling
  const any = (count: number) => (turn * 7919 + 11) % count
  const [, , noun] = path.split('/')
  const ids: Readonly<Record<string, string>> = {
    users: accountIdOf(any(accounts)),
    clients: clientIdOf(any(clients)),
    grants: grantIdOf(any(accounts * grantsEach), filling),
    operators: accountIdOf(any(accounts)),
    refusals: `invalid_grant.${explanationIdOf(any(8_000))}`,
    keys: '0000000a',
    audit: eventOf(any(filling.facts), filling),
    ...Object.fromEntries(FEW.map(([place, count]) => [place, fewIdOf(place, any(count))])),
  }
  return path.replace(':kind', 'token').replace(/:\w+/g, ids[noun ?? ''] ?? 'x')
}

function explanationIdOf(place: number): string {
  return `${hex(place, 8)}-0000-4000-8000-${hex(place, 12)}`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
