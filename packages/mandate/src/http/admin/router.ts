/** Finds the operation for a path and a method. */

import type { Endpoint } from './endpoint.ts'

export interface Found {
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
}

/** By path template: the template's segments, and its endpoint for each method. */
interface Place {
  readonly segments: readonly string[]
  readonly endpoints: Map<string, Endpoint>
}

export interface Router {
  /** `allowed` has the methods of a place without this one; empty if there is no such place. */
  find(method: string, path: string): Found | { readonly allowed: readonly string[] }
}

export function createRouter(endpoints: readonly Endpoint[]): Router {
  const places = new Map<string, Place>()
  for (const endpoint of endpoints) {
    const place = places.get(endpoint.path) ?? {
      segments: endpoint.path.split('/'),
      endpoints: new Map(),
    }
    place.endpoints.set(endpoint.method, endpoint)
    places.set(endpoint.path, place)
  }
  // A fixed segment comes before a parameter in the same place.
  const ordered = [...places.values()].toSorted((one, other) => parameters(one) - parameters(other))
  return {
    find(method, path) {
      const segments = path.split('/')
      for (const place of ordered) {
        const params = match(place.segments, segments)
        if (params === undefined) continue
        const endpoint = place.endpoints.get(method === 'HEAD' ? 'GET' : method)
        return endpoint === undefined ? { allowed: methodsOf(place) } : { endpoint, params }
      }
      return { allowed: [] }
    },
  }
}

function parameters({ segments }: Place): number {
  return segments.filter((segment) => segment.startsWith('{')).length
}

/** HEAD goes with GET (RFC 9110 §9.3.2). */
function methodsOf({ endpoints }: Place): readonly string[] {
  return [...endpoints.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
}

function match(
  template: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [place, part] of template.entries()) {
    const given = segments[place] ?? ''
    if (part.startsWith('{')) {
      const value = decoded(given)
      if (value === undefined || value === '') return undefined
      params[part.slice(1, -1)] = value
    } else if (part !== given) return undefined
  }
  return params
}

/** Undefined for broken percent-encoding, and for NUL, which no id has and no database takes. */
function decoded(segment: string): string | undefined {
  try {
    const value = decodeURIComponent(segment)
    return value.includes('\0') ? undefined : value
  } catch {
    return undefined
  }
}
