/** Authorization details for the person who allows them: every field, so that nothing is agreed to unseen. */

import type { Translated } from '../../words/languages.ts'
import { type LimitValue, limitsIn } from './limits.ts'
import type { Detail, DetailTypes, Limit } from './type.ts'

export type ShownLine =
  | { readonly label: Translated; readonly value: string }
  /** A list of objects: the lines of each. */
  | { readonly label: Translated; readonly entries: readonly (readonly ShownLine[])[] }

export interface ShownLimit extends Limit {
  readonly member: string
  /** Null if there is no such limit. */
  readonly limit: LimitValue | null
}

export interface ShownDetail {
  readonly title: Translated
  readonly lines: readonly ShownLine[]
  /** All that its type knows. */
  readonly limits: readonly ShownLimit[]
}

type Names = Readonly<Record<string, Translated>>

/** A field without a name of the operator's has its path as its name. */
export function shownDetails(
  types: DetailTypes | undefined,
  details: readonly Detail[],
): readonly ShownDetail[] {
  return details.map((detail) => {
    const type = types?.get(detail.type)
    const stated = type === undefined ? new Map() : limitsIn(type, detail)
    const rest = Object.entries(detail).filter(([name]) => name !== 'type' && !stated.has(name))
    return {
      title: type?.title ?? detail.type,
      lines: linesOf(Object.fromEntries(rest), { names: type?.fields ?? {}, path: '' }),
      limits: Object.entries(type?.limits ?? {}).map(([member, limit]) => ({
        ...{ ...limit, member },
        limit: stated.get(member) ?? null,
      })),
    }
  })
}

interface Leaf {
  readonly path: string
  readonly value?: string
  readonly list?: readonly unknown[]
}

/** First the fields that have a name, in the order of the names. `path` is that of the list it is in. */
function linesOf(
  value: unknown,
  { names, path }: { readonly names: Names; readonly path: string },
): readonly ShownLine[] {
  const leaves = leavesOf(value, path)
  const order = Object.keys(names)
  const placeOf = (leaf: Leaf) => {
    const place = order.indexOf(leaf.path)
    return place < 0 ? order.length : place
  }
  return leaves
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((leaf) => {
      const own = path !== '' && leaf.path.startsWith(`${path}.`)
      const label = names[leaf.path] ?? (own ? leaf.path.slice(path.length + 1) : leaf.path)
      return leaf.list === undefined
        ? { label, value: leaf.value ?? '' }
        : { label, entries: leaf.list.map((one) => linesOf(one, { names, path: leaf.path })) }
    })
}

/** An array of plain values is one leaf; any other is a list. */
function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one !== 'object' || one === null)
      ? [{ path, value: value.map(String).join(', ') }]
      : [{ path, list: value }]
  }
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }]
  const members = Object.entries(value)
  // An empty object can mean something too, such as "no limits". The whole detail has its title.
  if (members.length === 0 && path !== '') return [{ path, value: '' }]
  return members.flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`))
}
