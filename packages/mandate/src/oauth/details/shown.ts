/** Authorization details for the person who allows them: every field, so that nothing is agreed to unseen. */

import type { Translated } from '../../words/languages.ts'
import type { Detail, DetailTypes } from './type.ts'

export interface ShownDetail {
  readonly title: Translated
  readonly lines: readonly { readonly label: Translated; readonly value: string }[]
}

/** A field without a name of the operator's has its path as its name. */
export function shownDetails(
  types: DetailTypes | undefined,
  details: readonly Detail[],
): readonly ShownDetail[] {
  return details.map(({ type: name, ...rest }) => {
    const type = types?.get(name)
    const leaves = leavesOf(rest, '')
    const named = Object.entries(type?.fields ?? {}).flatMap(([path, label]) =>
      leaves.filter((leaf) => leaf.path === path).map(({ value }) => ({ label, value })),
    )
    const others = leaves.filter(({ path }) => !Object.hasOwn(type?.fields ?? {}, path))
    return {
      title: type?.title ?? name,
      lines: [...named, ...others.map(({ path, value }) => ({ label: path, value }))],
    }
  })
}

/** An array of plain values is one line; the elements of any other have the same path. */
function leavesOf(value: unknown, path: string): readonly { path: string; value: string }[] {
  if (Array.isArray(value)) {
    return value.every((one) => typeof one !== 'object' || one === null)
      ? [{ path, value: value.map(String).join(', ') }]
      : value.flatMap((one) => leavesOf(one, path))
  }
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }]
  const members = Object.entries(value)
  // An empty object can mean something too, such as "no limits". The whole detail has its title.
  if (members.length === 0 && path !== '') return [{ path, value: '' }]
  return members.flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`))
}
