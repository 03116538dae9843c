/** The authorization details of an authorization request (RFC 9396 §3). */

import { Refusal } from '../../explanations/refusal.ts'
import { allowedScope } from '../../grants/gate.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { readDetails } from './details.ts'
import type { Detail } from './type.ts'

/** None if the parameter is missing. Throws `Refusal`. */
export function checkDetails(
  { detailTypes = new Map(), clock }: ProtocolContext,
  client: Client,
  text: string | undefined,
): readonly Detail[] {
  return text === undefined ? [] : readDetails(detailTypes, client, { text, now: clock.now() })
}

/**
 * The scope of a request that names none. Beside details it is the scope of their types: the default
 * scope would give the client much more than it asked for. Throws `Refusal` if a type has none.
 */
export function scopeOfDetails(
  { detailTypes, settings }: ProtocolContext,
  client: Client,
  details: readonly Detail[],
): string | undefined {
  if (details.length === 0) return undefined
  const scopes = details.map(({ type }) => detailTypes?.get(type)?.scope ?? null)
  if (!scopes.includes(null)) return [...new Set(scopes.join(' ').split(' '))].join(' ')
  const allowed = allowedScope({ client, offered: settings.scopes })
  throw new Refusal('details_scope_needed', { possible: allowed.split(' ') })
}
