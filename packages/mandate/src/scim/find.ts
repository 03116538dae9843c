/**
 * Finds users. A filter that can use an index costs one lookup for each comparison, for any number
 * of users. Any other filter is evaluated over all users, and refused if there are too many.
 */

import type { ProvisionedUser, ScimUserStore } from '../store/port.ts'
import { ScimError } from './error.ts'
import { type Filter, matches } from './filter.ts'
import { type Lookup, lookupsFor } from './lookup.ts'
import { cursorAfter, type Search } from './query.ts'
import { resourceOf, selected } from './resource.ts'
import type { JsonObject } from './values.ts'

const MOST_EVALUATED = 10_000
const EVALUATED_AT_ONCE = 200

interface Directory {
  readonly scimUsers: Pick<
    ScimUserStore,
    'find' | 'findByUserName' | 'findByExternalId' | 'listByEmail' | 'list' | 'tally'
  >
  readonly provider: string
  /** The base URL of SCIM, without a trailing slash. */
  readonly base: string
}

/** A ListResponse (RFC 7644 §3.4.2). Rejects with `ScimError` or `StorageUnavailable`. */
export async function search(directory: Directory, wanted: Search): Promise<JsonObject> {
  const { total, users, isLast } =
    wanted.filter === null
      ? await pageOf(directory, wanted)
      : await selectionOf(directory, wanted, wanted.filter)
  const last = users.at(-1)
  const { start } = wanted
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    itemsPerPage: users.length,
    ...('index' in start && { startIndex: start.index }),
    ...(!isLast && last !== undefined && { nextCursor: cursorAfter(last.accountId) }),
    Resources: users.map((user) => selected(resourceOf(user, directory.base), wanted.selection)),
  }
}

interface Found {
  readonly total: number
  readonly users: readonly ProvisionedUser[]
  readonly isLast: boolean
}

async function pageOf({ scimUsers, provider }: Directory, wanted: Search): Promise<Found> {
  const { count, start } = wanted
  const place = 'after' in start ? { after: start.after } : { skipped: start.index - 1 }
  const [total, users] = await Promise.all([
    scimUsers.tally(provider),
    // One extra, to know whether there is another page.
    count === 0 ? [] : scimUsers.list(provider, { ...place, limit: count + 1 }),
  ])
  return { total, users: users.slice(0, count), isLast: users.length <= count }
}

async function selectionOf(
  directory: Directory,
  { count, start }: Search,
  filter: Filter,
): Promise<Found> {
  const window: ProvisionedUser[] = []
  let total = 0
  let before = 0
  for await (const users of candidates(directory, filter)) {
    for (const user of users) {
      if (!matches(filter, resourceOf(user, directory.base))) continue
      total += 1
      const isBefore = 'after' in start ? user.accountId <= start.after : total < start.index
      if (isBefore) before += 1
      else if (window.length < count) window.push(user)
    }
  }
  return { total, users: window, isLast: before + window.length >= total }
}

/** Every user that the filter can match, ordered by id, in batches. */
async function* candidates(
  { scimUsers, provider }: Directory,
  filter: Filter,
): AsyncIterable<readonly ProvisionedUser[]> {
  const lookups = lookupsFor(filter)
  if (lookups !== null) {
    const found = (
      await Promise.all(lookups.map((one) => lookUp({ scimUsers, provider }, one)))
    ).flat()
    const byId = new Map(found.map((user) => [user.accountId, user]))
    yield [...byId.values()].sort((one, other) => (one.accountId < other.accountId ? -1 : 1))
    return
  }
  if ((await scimUsers.tally(provider)) > MOST_EVALUATED) {
    throw new ScimError(
      400,
      'tooMany',
      `This filter would read more than ${MOST_EVALUATED} users. Compare userName, externalId, id or emails with eq, or list all users page by page.`,
    )
  }
  let after = ''
  while (true) {
    const users = await scimUsers.list(provider, { after, limit: EVALUATED_AT_ONCE })
    yield users
    const last = users.at(-1)
    if (last === undefined || users.length < EVALUATED_AT_ONCE) return
    after = last.accountId
  }
}

async function lookUp(
  { scimUsers, provider }: Pick<Directory, 'scimUsers' | 'provider'>,
  lookup: Lookup,
): Promise<readonly ProvisionedUser[]> {
  if (lookup.by === 'email') return scimUsers.listByEmail(provider, lookup.key)
  const find = {
    id: scimUsers.find,
    userName: scimUsers.findByUserName,
    externalId: scimUsers.findByExternalId,
  }[lookup.by]
  const found = await find(provider, lookup.key)
  return found === undefined ? [] : [found]
}
