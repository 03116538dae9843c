/** Converts the text of flags and variables to the types of the settings' schemas. */

import { parseDocument } from 'yaml'
import type { SettingSchema } from './schema.ts'

/**
 * The value of a text: digits for an integer, commas between list items, JSON or YAML for a map. A
 * text that does not parse is returned unchanged, so that the schema refuses it.
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
 * A value as shown in an error message, in at most 60 characters. A value that may contain a
 * password is hidden, whichever setting it is for, because database URLs end up in the wrong ones;
 * a URL is shown without its password.
 */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  const masked = mayHoldPassword(text) ? maskedUrl(text) : text
  if (masked === undefined) return NOT_SHOWN
  return masked.length <= 60 ? masked : `${masked.slice(0, 59)}…`
}

/** The same for a setting that may contain a password: shown only if it clearly does not. */
export function shownConfidential(value: unknown): string {
  const isPlain = typeof value !== 'string' || /^([a-z0-9+]+:)?[./]+[\w./-]*$/i.test(value)
  return isPlain ? shown(value) : (maskedUrl(JSON.stringify(value)) ?? NOT_SHOWN)
}

/** A path that may in fact be a value with a password in it. */
export function shownPath(path: string): string {
  const text = shown(path)
  return text === NOT_SHOWN ? `of that name (${NOT_SHOWN})` : text
}

const NOT_SHOWN = 'not shown here, since it may hold a password'

/** Whether a text contains a password, as a database URL or a parameter list would. */
export function hasPassword(text: string): boolean {
  return /:\/\/[^/\s"]*:[^\s"]*@|\b\w*(password|passwd|pwd|secret)\s*[=:]/i.test(text)
}

/** The same, less strictly: also for truncated or incomplete text. */
function mayHoldPassword(text: string): boolean {
  return hasPassword(text) || /@|:\/\/[^/[\s"]*:[^\d/]/.test(text)
}

/** A database URL without user, password and parameters; undefined if it does not parse cleanly. */
function maskedUrl(quoted: string): string | undefined {
  const [, url] = /^"(postgres(?:ql)?:\/\/[^\s"'\\]*@[^\s"'\\@]*)"$/i.exec(quoted) ?? []
  if (url === undefined || !URL.canParse(url)) return undefined
  return `"${withoutPassword(url).replace(/[?#].*$/, '')}"`
}

/**
 * The text with passwords removed from its URLs, including a URL mangled into a path
 * (`postgres:/…`).
 */
export function withoutPassword(text: string): string {
  return (
    text
      // Keep the example at the end of messages.
      .replace(/([a-z][a-z0-9+.-]*:(?!\/*USER:PASSWORD@HOST\b)\/+)[^\s"]*@/gi, '$1***@')
      .replace(/([?&][a-z]*password=)[^&\s"]*/gi, '$1***')
  )
}

function mapFromText(text: string): unknown {
  try {
    // No aliases, as in the file. The parser's message would quote the text.
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false })
    const isClean = document.errors.length + document.warnings.length === 0
    return isClean ? document.toJS({ maxAliasCount: 0 }) : text
  } catch {
    return text
  }
}
