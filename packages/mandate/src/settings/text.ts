/** Flags and variables are text; here they become what the schema of a setting speaks of. */

import { parse } from 'yaml'
import type { SettingSchema } from './schema.ts'

/**
 * The value that a text spells. Whole numbers are digits, lists have commas between, maps are
 * written as JSON or YAML. A text that spells nothing of the kind is answered as it came, so that
 * the schema refuses it.
 */
export function valueFromText(text: string, schema: SettingSchema): unknown {
  switch (schema.type) {
    case 'integer':
      return /^\d{1,15}$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'array':
      return text.split(',').map((item) => item.trim())
    case 'object':
      return mapFromText(text)
    case 'string':
      return text
  }
}

/**
 * A value as an error message shows it, in at most 60 characters.
 *
 * A URL loses its password: a database URL in the wrong place is still a secret.
 */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  const redacted = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s"]*@/gi, '$1***@')
  return redacted.length <= 60 ? redacted : `${redacted.slice(0, 59)}…`
}

function mapFromText(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return text
  }
}
