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
  const text = withoutPassword(JSON.stringify(value) ?? String(value))
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}

/** A text whose URLs have lost their passwords, also where a path was made of one (`postgres:/…`). */
export function withoutPassword(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/+)[^\s"]*@/gi, '$1***@')
    .replace(/([?&][a-z]*password=)[^&\s"]*/gi, '$1***')
}

function mapFromText(text: string): unknown {
  try {
    // Without aliases, as in the file; and a warning of the parser would quote the text.
    return parse(text, { maxAliasCount: 0, logLevel: 'silent' })
  } catch {
    return text
  }
}
