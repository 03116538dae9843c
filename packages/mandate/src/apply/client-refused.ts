/** Why a client cannot be as it is declared. */

import type { ClientRefused } from '../operations/clients.ts'
import type { PlanContext, Problem } from './plan.ts'

/** At the member that is wrong. */
export function refusedAs(refused: ClientRefused, context: PlanContext): Problem {
  const member = {
    invalid: refused.is === 'invalid' ? refused.member : undefined,
    unknown_scope: 'scope',
    unknown_grant_type: 'grant_types',
    unknown_resource: 'default_resources',
    public_client: undefined,
  }[refused.is]
  return { at: member === undefined ? [] : [member], text: sentenceOf(refused, context) }
}

export function sentenceOf(refused: ClientRefused, { settings }: PlanContext): string {
  switch (refused.is) {
    case 'invalid':
      return refused.sentence
    case 'unknown_scope':
      return `There is no scope "${refused.token}": give one of ${Object.keys(settings.scopes).join(', ')}, or describe it in settings.scopes.`
    case 'unknown_grant_type':
      return `There is no grant type "${refused.type}"; the metadata of the server lists those it offers.`
    case 'unknown_resource':
      return `There is no API ${refused.uri}: declare it under resources.`
    case 'public_client':
      return 'It is a public client: its users are asked for consent, and it has to use PKCE.'
  }
}
