/** What went wrong at a provider, in the detail that the person and the log need. */

import { FetchRefused } from '../../fetching/refused.ts'
import { type Failed, type RefusedWith, refusals } from '../way.ts'
import { OtherIssuer, UnsafeEndpoint } from './discovery.ts'

interface Refused {
  readonly is: 'refused'
  readonly error: RefusedWith
  readonly reason: string | null
}

/**
 * The refusal that the provider sent (OpenID Connect Core §3.1.2.6); undefined for any other error.
 */
export function refusal(error: unknown): Refused | undefined {
  if (!(error instanceof Error) || error.name !== 'AuthorizationResponseError') return undefined
  const code = textOf(error, 'error')
  // Our client never asks for consent or account selection there. To us these errors mean that the
  // provider needs to show a page.
  const isPage = code === 'consent_required' || code === 'account_selection_required'
  const known = isPage ? 'interaction_required' : code
  const found = refusals.find((each) => each === known)
  return found === undefined ? undefined : { is: 'refused', error: found, reason: null }
}

/** Any other error. `detail` is for the log and contains no secrets. */
export function failure(error: unknown): Failed {
  const refused = causeOf(error, FetchRefused)
  if (refused !== undefined) return failed('unreachable', refused.message)
  if (error instanceof OtherIssuer || error instanceof UnsafeEndpoint) {
    return failed('not_trusted', error.message)
  }
  if (!(error instanceof Error)) return failed('not_trusted', 'unknown error')
  const code = textOf(error, 'code')
  const wire = textOf(error, 'error')
  const detail = [error.message, code, wire, textOf(error.cause, 'message')]
    .filter((text) => text !== undefined)
    .join('; ')
  // RFC 6749 §5.2: the code was already redeemed, for example because the user went back in the
  // browser's history.
  if (wire === 'invalid_grant') return failed('not_begun_here', detail)
  if (wire !== undefined) return failed('unreachable', detail)
  return failed(
    code !== undefined && UNREADABLE.includes(code) ? 'unreachable' : 'not_trusted',
    detail,
  )
}

/** oauth4webapi's codes for a status, type or body that no working provider sends. */
const UNREADABLE: readonly string[] = [
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_TIMEOUT',
]

function failed(because: Failed['because'], detail: string): Failed {
  return { is: 'failed', because, detail: printable(detail) }
}

/** The error itself, or one that caused it, if it is of this class. */
export function causeOf<Wanted extends Error>(
  error: unknown,
  wanted: abstract new (...given: never[]) => Wanted,
): Wanted | undefined {
  let each: unknown = error
  for (let depth = 0; depth < 5 && each instanceof Error; depth += 1) {
    if (each instanceof wanted) return each
    each = each.cause
  }
  return undefined
}

function textOf(error: unknown, property: string): string | undefined {
  const found: unknown = Object(error)[property]
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** An attacker may control what a provider says. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 500)
}
