/** Flags and variables are text; here they become what the schema of a setting speaks of. */

import { parseDocument } from 'yaml'
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
 * A value as an error message shows it, in at most 60 characters. What may hold a password is not
 * shown, except for a URL without it: the setting that is meant for it is not the only place where a
 * database URL ends up.
 */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  const masked = mayHoldPassword(text) ? maskedUrl(text) : text
  if (masked === undefined) return NOT_SHOWN
  return masked.length <= 60 ? masked : `${masked.slice(0, 59)}…`
}

/** The same for a setting that is meant to hold a password: shown where it is plainly none. */
export function shownConfidential(value: unknown): string {
  const isPlain = typeof value !== 'string' || /^([a-z0-9+]+:)?[./]+[\w./-]*$/i.test(value)
  return isPlain ? shown(value) : (maskedUrl(JSON.stringify(value)) ?? NOT_SHOWN)
}

/** A path that may be no path at all, but a value with a password in it. */
export function shownPath(path: string): string {
  const text = shown(path)
  return text === NOT_SHOWN ? `of that name (${NOT_SHOWN})` : text
}

const NOT_SHOWN = 'not shown here, since it may hold a password'

/** Whether a text has a password in it, as a database URL or a list of parameters does. */
export function hasPassword(text: string): boolean {
  return /:\/\/[^/\s"]*:[^\s"]*@|\b\w*(password|passwd|pwd|secret)\s*[=:]/i.test(text)
}

/** The same with less certainty: what was cut off, too, or was never put together. */
function mayHoldPassword(text: string): boolean {
  return hasPassword(text) || /@|:\/\/[^/[\s"]*:[^\d/]/.test(text)
}

/** A URL of a database without user, password and parameters; undefined where it is no clean one. */
function maskedUrl(quoted: string): string | undefined {
  const [, url] = /^"(postgres(?:ql)?:\/\/[^\s"'\\]*@[^\s"'\\@]*)"$/i.exec(quoted) ?? []
  if (url === undefined || !URL.canParse(url)) return undefined
  return `"${withoutPassword(url).replace(/[?#].*$/, '')}"`
}

/** A text whose URLs have lost their passwords, also where a path was made of one (`postgres:/…`). */
export function withoutPassword(text: string): string {
  return (
    text
      // Not the example that messages end with.
      .replace(/([a-z][a-z0-9+.-]*:(?!\/*USER:PASSWORD@HOST:)\/+)[^\s"]*@/gi, '$1***@')
      .replace(/([?&][a-z]*password=)[^&\s"]*/gi, '$1***')
  )
}

function mapFromText(text: string): unknown {
  try {
    // Without aliases, as in the file; and a message of the parser would quote the text.
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false })
    const isClean = document.errors.length + document.warnings.length === 0
    return isClean ? document.toJS({ maxAliasCount: 0 }) : text
  } catch {
    return text
  }
}
