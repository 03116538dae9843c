/** Which members of a type are limits, from the operator's file. */

import type { Limit, LimitKind } from '../oauth/details/type.ts'
import { fits, isMap, translated } from '../settings/schema.ts'
import type { Translated } from '../words/languages.ts'

const KINDS: readonly LimitKind[] = ['amount', 'calls', 'until']
const MEMBER = /^[A-Za-z][\w-]{0,39}$/
/** The members that RFC 9396 §2 and §2.2 define. */
const TAKEN = ['type', 'locations', 'actions', 'datatypes', 'identifier', 'privileges']

/** Throws an `Error` whose message follows the name of the type. */
export function limitsOf(given: unknown): Readonly<Record<string, Limit>> {
  if (!isMap(given)) throw new Error('has wrong limits; give is: amount, calls or until for each')
  const limits = Object.entries(given).map(([member, limit]) => [member, limitOf(member, limit)])
  const found: Readonly<Record<string, Limit>> = Object.fromEntries(limits)
  for (const kind of ['calls', 'until']) {
    if (Object.values(found).filter(({ is }) => is === kind).length > 1) {
      throw new Error(`has two limits that are ${kind}; one is enough`)
    }
  }
  return found
}

function limitOf(member: string, given: unknown): Limit {
  if (!MEMBER.test(member) || TAKEN.includes(member)) {
    throw new Error(`has the limit ${member}, which cannot be the name of a limit`)
  }
  const { is, words = null, ...others } = isMap(given) ? given : { is: given }
  const kind = KINDS.find((one) => one === is)
  if (kind === undefined || Object.keys(others).length > 0) {
    throw new Error(`has a wrong limit ${member}; give is: amount, calls or until, and words`)
  }
  if (words !== null && !(fits(translated, words) && hasPlaceholder(words as Translated))) {
    throw new Error(`has wrong words for the limit ${member}; give texts that contain {limit}`)
  }
  return { is: kind, words: words as Translated | null }
}

function hasPlaceholder(words: Translated): boolean {
  const texts = typeof words === 'string' ? [words] : Object.values(words)
  return texts.every((text) => text.split('{limit}').length === 2)
}
