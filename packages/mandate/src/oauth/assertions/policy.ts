/**
 * What may come of an assertion: the part of its scope and its APIs that the operator lists for the
 * client (draft §6.1: the server decides under its own policy). Pure.
 */

import { describeExcess, describeUris } from '../../explanations/redaction.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { spellingIn } from '../../grants/resource-uri.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { refuseTooMany } from '../resource-lookup.ts'
import { isWithin, leaveOutOfflineAccess, parseScope } from '../scope.ts'

/** The scope that the operator lists for this client. */
export function listedScope({ clients, scope }: TrustedIssuer, clientId: string): string {
  return clients[clientId] || scope
}

/**
 * The scope of the token. What the issuer says beyond the operator's list is left out, as the draft
 * allows; what the client asks beyond the assertion is refused. `admitted` is what the standing grant
 * still has. Throws `Refusal`.
 */
export function scopeFor(
  admitted: string,
  {
    asserted,
    requested,
  }: { readonly asserted: string | undefined; readonly requested: string | undefined },
): string {
  const said = asserted === undefined ? admitted.split(' ') : parseScope(asserted)
  const possible = said.filter((token) => isWithin([token], admitted))
  if (possible.length === 0) throw new Refusal('scope_wider', describeExcess(said, admitted))
  if (requested === undefined) return possible.join(' ')
  const wanted = leaveOutOfflineAccess(parseScope(requested), possible.join(' '))
  if (wanted.length === 0) return possible.join(' ')
  if (!isWithin(wanted, possible.join(' '))) {
    throw new Refusal('scope_wider', describeExcess(wanted, possible.join(' ')))
  }
  return wanted.join(' ')
}

/**
 * The APIs of the token, as they are registered. Each that the issuer or the client names has to be
 * listed, because leaving one out could leave none, and a token that names none is good at every API.
 * Throws `Refusal`.
 */
export function resourcesFor(
  listed: readonly string[],
  {
    asserted,
    requested,
  }: { readonly asserted: readonly string[]; readonly requested: readonly string[] },
): readonly string[] {
  const said = asserted.length === 0 ? listed : withinList(listed, asserted)
  return requested.length === 0 ? said : withinList(said, requested)
}

function withinList(granted: readonly string[], wanted: readonly string[]): readonly string[] {
  refuseTooMany(wanted)
  const found = wanted.map((uri) => spellingIn(granted, uri))
  const excess = wanted.filter((_, place) => found[place] === undefined)
  if (excess.length > 0) {
    throw new Refusal('resource_not_granted', { ...describeUris(excess), granted })
  }
  return [...new Set(found.flatMap((uri) => uri ?? []))]
}
