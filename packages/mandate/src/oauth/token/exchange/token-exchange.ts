/**
 * Token exchange (RFC 8693): a client acts for a user with an access token that it was handed, as an
 * API that calls another API, or an agent that an app employs. What it gets is narrower than what it
 * presents and ends no later: less scope, named APIs, the end of the subject token. It hangs on a grant
 * of its own, a child of the token's grant, so that the user can see it and end it, and that it ends
 * with its parent.
 *
 *     subject_token ──▶ good? ──▶ may this client? ──▶ the child, found or made ──▶ a narrower token
 */

import { describeExcess } from '../../../explanations/redaction.ts'
import { Refusal } from '../../../explanations/refusal.ts'
import { allowedScope } from '../../../grants/gate.ts'
import { accountOf } from '../../../grants/grant.ts'
import { DELEGATION_BREADTH, DELEGATION_DEPTH, type GrantWithParties } from '../../../store/port.ts'
import type { ClientStanding } from '../../../store/records.ts'
import { refuseExcess } from '../../authorize/request.ts'
import type { ProtocolContext } from '../../context.ts'
import { placesOf } from '../../details/details.ts'
import { detailsNow } from '../../details/granted.ts'
import type { Detail } from '../../details/type.ts'
import type { GrantedDetail } from '../../details/within.ts'
import type { Parameters } from '../../parameters.ts'
import { isWithin, parseScope, remainingScope } from '../../scope.ts'
import type { GrantType } from '../grant-type.ts'
import { issueTokens } from '../issue.ts'
import { standingGrant } from '../standing.ts'
import { refuseForeignToken, targetsOf } from './policy.ts'
import { ACCESS_TOKEN, type GoodToken, presentedToken } from './presented-token.ts'

/** RFC 8693 §2.1. */
export const tokenExchange: GrantType = {
  name: 'urn:ietf:params:oauth:grant-type:token-exchange',
  required: ['subject_token', 'subject_token_type'],
  optional: [
    ...['requested_token_type', 'actor_token', 'actor_token_type'],
    ...['scope', 'authorization_details'],
  ],
  async answer(context, { client, parameters, proven }) {
    if (client.authentication.method === 'none') throw new Refusal('client_cannot_prove_itself')
    const requested = parameters.one('requested_token_type') ?? ACCESS_TOKEN
    if (requested !== ACCESS_TOKEN) {
      throw new Refusal('exchange_types', { parameter: 'requested_token_type' })
    }
    // "MUST NOT be included when the actor_token parameter is not present" (§2.1).
    if (parameters.has('actor_token') !== parameters.has('actor_token_type')) {
      throw new Refusal('exchange_types', { parameter: 'actor_token_type' })
    }
    const presented = { parameters, proven: proven?.confirmation ?? null }
    const subject = await presentedToken(context, 'subject_token', presented)
    if (parameters.has('actor_token')) {
      checkActor(client, await presentedToken(context, 'actor_token', presented))
    }
    const { token, found } = subject
    if (accountOf(found.grant) === null) {
      throw new Refusal('exchange_token_refused', {
        parameter: 'subject_token',
        because: 'no_person',
      })
    }
    refuseForeignToken(client, subject)
    if (found.ancestors.length >= DELEGATION_DEPTH) {
      throw new Refusal('delegation_limit', { limit: 'too_deep' })
    }
    const wanted = [...parameters.all('resource'), ...parameters.all('audience')]
    const resource = await targetsOf(context, client, { wanted, found })
    const asked = { client, token, text: parameters.one('scope') }
    // First without the child, so that a wrong request makes none.
    scopeOf(context, { ...asked, ...subject })
    const child = await childOf(context, found, client)
    // The user may have taken more back from the child than from its parent.
    const scope = scopeOf(context, { ...asked, ...child })

    const details = await detailsNow(context.store, context.detailTypes, child)
    const isOpaque = details.length > 0 || client.sector !== null
    const jwtAlgorithm = isOpaque ? undefined : await context.jwtApis.algorithmFor(resource)
    const places = placesIn(context, details, { has: token.narrowing?.details, parameters })
    await proven?.spend()
    const answer = issueTokens(context, {
      ...child,
      ...{ jwtAlgorithm, refreshToken: null, notAfter: token.expiresAt },
      isNamed: client.metadata.grant_ids,
      details: details.map((one) => one?.detail ?? GONE),
      generation: child.grant.generation,
      keyId: context.keys.current,
      now: context.clock.now(),
      narrowing: { scope, resource, ...(places !== undefined && { details: places }) },
      confirmation: proven?.confirmation ?? null,
    })
    return { ...answer, issued_token_type: ACCESS_TOKEN }
  },
}

/**
 * The actor is the client that asks, so an actor token can only confirm it: one that it has in its own
 * name. With the token of anybody else it would act in the name of another (§1.1). Throws `Refusal`.
 */
function checkActor(client: ClientStanding, { found }: GoodToken): void {
  const { grant } = found
  if (grant.clientId === client.id && accountOf(grant) === null) return
  throw new Refusal('exchange_token_refused', { parameter: 'actor_token', because: 'not_own' })
}

/**
 * What the subject token still has, as far as the admitted grant and the client may have it, or the
 * part of it that is named. Throws `Refusal`.
 */
function scopeOf(
  { settings }: ProtocolContext,
  {
    client,
    token,
    admitted,
    text,
  }: Pick<GoodToken, 'token' | 'admitted'> & {
    readonly client: ClientStanding
    readonly text: string | undefined
  },
): string {
  const has = remainingScope(token.narrowing?.scope, admitted.scope)
  const possible = allowedScope({ client, offered: settings.scopes })
  if (text !== undefined) {
    const named = parseScope(text)
    if (!isWithin(named, has)) throw new Refusal('scope_wider', describeExcess(named, has))
    refuseExcess(named, possible)
    return named.join(' ')
  }
  const common = has.split(' ').filter((token) => token !== '' && isWithin([token], possible))
  if (common.length > 0) return common.join(' ')
  const [of, allowed] = [has, possible].map((scope) => scope.split(' ').filter(Boolean))
  throw new Refusal('exchange_scope_empty', { has: of ?? [], possible: allowed ?? [] })
}

/** Takes the place of a detail that a grant above has lost, so that the others keep theirs. */
const GONE: Detail = { type: '' }

/**
 * The places of the details that the subject token has and that are left, or of those that are named
 * (RFC 9396 §6); undefined if the grant has none. Throws `Refusal` if nothing is left.
 */
function placesIn(
  { detailTypes }: ProtocolContext,
  granted: readonly (GrantedDetail | undefined)[],
  { has, parameters }: { has: readonly number[] | undefined; parameters: Parameters },
): readonly number[] | undefined {
  const text = parameters.one('authorization_details')
  const all = granted.map((one) => one?.detail ?? GONE)
  const named = text === undefined ? undefined : placesOf(all, text, detailTypes)
  if (granted.length === 0) return undefined
  const left = [...granted.keys()].filter(
    (place) => granted[place] !== undefined && has?.includes(place) !== false,
  )
  const places = named ?? left
  const isGranted = places.length > 0 && places.every((place) => left.includes(place))
  if (!isGranted) throw new Refusal('details_wider')
  return places
}

/**
 * The standing grant of this client below the grant of the token. It has the whole scope and all
 * details of its parent, because each token names what it has; what the parent loses later is gone from
 * it, too. Rejects with `Refusal`, or `StorageUnavailable`.
 */
function childOf(context: ProtocolContext, { grant }: GrantWithParties, client: ClientStanding) {
  const { id, subject, scope, resource, authTime, signIn, details } = grant
  return standingGrant(context, `child:${id}:${client.id}`, {
    make: {
      ...{ clientId: client.id, parent: id, subject, scope, resource },
      ...{ authTime, signIn, details },
    },
    async mayMake() {
      const children = await context.store.grants.listDelegated(id)
      // Whoever ended it wants it to stay so for as long as the parent lives.
      const before = children.find(({ clientId }) => clientId === client.id)
      if (before !== undefined && before.revokedAt !== null) {
        throw new Refusal('delegation_ended_before')
      }
      if (before === undefined && children.length >= DELEGATION_BREADTH) {
        throw new Refusal('delegation_limit', { limit: 'too_many' })
      }
    },
  })
}
