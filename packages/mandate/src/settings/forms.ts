/**
 * Values that are wrong for every setting, such as unexpanded variables or templates. Each function
 * returns what is valid, as text to follow the word "give".
 */

import type { SettingSchema } from './schema.ts'

const QUOTED = /^(["'`“‘«]).*["'`”’»]$/su
const PLACEHOLDER = /\$\{[^}]*\}|\$\([^)]*\)|\{\{|^\$\w+$|^<[^<>]*>$|^%\w+%$/
const NOTHING = /^(undefined|null|none|nil|nan|\[object Object\])$/i
const DURATION = /^(\d{1,9}) ?(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$/i
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** For a value written in a variable, a flag or a file of its own. */
export function textProblem(text: string, schema: SettingSchema): string | undefined {
  if (QUOTED.test(text)) return 'it without the quotes around it'
  if (text !== text.trim()) return 'it without the blanks around it'
  // A map may span several lines and contains text for people.
  if (schema.type === 'object') return undefined
  if (/\p{Cc}/u.test(text)) return 'it on one line, without control characters'
  if (PLACEHOLDER.test(text)) return 'the value itself in place of the placeholder'
  if (schema.type === 'string' && NOTHING.test(text)) {
    return 'a value; this word is what a program writes that has none'
  }
  return undefined
}

/** `5m` → `300`, for settings in seconds; undefined if it is not a duration. */
export function secondsMeant(text: string): number | undefined {
  const [, count, unit = ''] = DURATION.exec(text) ?? []
  const seconds = UNIT_SECONDS[unit.charAt(0).toLowerCase()]
  return count === undefined || seconds === undefined ? undefined : Number(count) * seconds
}
