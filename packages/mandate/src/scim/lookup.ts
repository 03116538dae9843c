/** Finds the index for a filter, so that not all users are read. */

import { emailKey } from '../people/email.ts'
import { userNameKey } from '../people/user-name.ts'
import type { Filter } from './filter.ts'

export interface Lookup {
  readonly by: 'id' | 'externalId' | 'userName' | 'email'
  readonly key: string
}

/**
 * Lookups that find every user the filter can match, and perhaps others; null if all users must be
 * read.
 */
export function lookupsFor(filter: Filter): readonly Lookup[] | null {
  switch (filter.is) {
    case 'all': {
      for (const one of filter.of) {
        const lookups = lookupsFor(one)
        if (lookups !== null) return lookups
      }
      return null
    }
    case 'any': {
      const all = filter.of.map(lookupsFor)
      return all.every((one) => one !== null) ? all.flat() : null
    }
    case 'within':
      return lookupsFor(filter.of)
    case 'comparison':
      return filter.op === 'eq' && typeof filter.value === 'string'
        ? lookupFor(filter.whole, filter.value)
        : null
    case 'not':
      return null
  }
}

function lookupFor(path: string, value: string): readonly Lookup[] | null {
  switch (path) {
    case 'id':
      return [{ by: 'id', key: value }]
    case 'externalid':
      return [{ by: 'externalId', key: value }]
    case 'username':
      return [{ by: 'userName', key: userNameKey(value) }]
    case 'emails':
    case 'emails.value':
      return [{ by: 'email', key: emailKey(value) }]
    default:
      return null
  }
}
