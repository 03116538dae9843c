/** Converts a response other than 200 (RFC 9457) to a `SignInError`. */

import { type ProblemCode, SignInError } from './errors.ts'
import { isObject } from './json.ts'

/** By the `code` in Mandate's response. */
const BY_SERVER_CODE: Readonly<Record<string, ProblemCode>> = {
  unknown_sign_in: 'sign_in_invalid',
  sign_in_expired: 'sign_in_expired',
  already_answered: 'already_answered',
  already_used: 'already_answered',
  sign_in_too_old: 'sign_in_too_old',
  account_disabled: 'user_refused',
}

export function refusalFrom(answer: {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly where: string
}): SignInError {
  const { status, headers, text, where } = answer
  const problem = parse(text)
  const serverCode = textIn(problem, 'code')
  const detail = textIn(problem, 'detail') ?? textIn(problem, 'title')
  const said = `${where} answered ${status}${detail === undefined ? '' : `: ${detail}`}`
  const details = {
    serverCode,
    field: textIn(problem, 'field'),
    retryAfterSeconds: secondsIn(headers.get('retry-after')),
  }
  const known = serverCode === undefined ? undefined : BY_SERVER_CODE[serverCode]
  if (known !== undefined) return new SignInError(known, said, details)
  if (status === 401) {
    const remedy = 'create a new key with "mandate platform-key create", or rotate this one'
    return new SignInError('key_refused', `${said} (${remedy})`, details)
  }
  if (status === 403) return new SignInError('permission_missing', said, details)
  if (status === 429 || status === 408 || status >= 500) {
    return new SignInError('mandate_unavailable', said, details)
  }
  if (serverCode !== undefined && status >= 400) {
    return new SignInError('request_refused', said, details)
  }
  return new SignInError(
    'answer_unreadable',
    `${said}; check that issuer is a Mandate server`,
    details,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textIn(problem: unknown, name: string): string | undefined {
  const value = isObject(problem) ? problem[name] : undefined
  return typeof value === 'string' ? value : undefined
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
