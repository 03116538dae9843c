/**
 * The token endpoint (RFC 6749 §3.2): authenticates the client, then passes the request to its
 * grant type. Code exchange and refresh are the same operation, so both end in `redeem.ts`.
 *
 *     endpoint ──▶ token-request ──▶ a grant type ──▶ redeem ──▶ grants/ and the store
 */

import { authenticateClient, standingOf } from '../../clients/authentication/authenticate.ts'
import { readCredentials } from '../../clients/authentication/credentials.ts'
import { PROOFS } from '../../clients/authentication/method.ts'
import type { ClientCertificate } from '../../clients/certificate.ts'
import { webOriginOf } from '../../clients/redirect-uri.ts'
import { describeValue } from '../../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding } from '../../store/records.ts'
import { writes } from '../../store/write-access.ts'
import type { ProtocolContext } from '../context.ts'
import { Parameters } from '../parameters.ts'
import { confirmationOf } from './confirmation.ts'
import type { GrantType } from './grant-type.ts'
import { grantTypes } from './grant-types.ts'
import type { TokenAnswer } from './issue.ts'
import { lookUp } from './redeem.ts'
import { readRetryKey } from './retry-key.ts'

export interface TokenRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  readonly certificate?: ClientCertificate | null | undefined
  /** The values of all `Idempotency-Key` headers. */
  readonly retryKey: readonly string[]
  /** The values of all `DPoP` headers (RFC 9449 §5). */
  readonly dpop: readonly string[]
  /** The `Origin` of the web page that sends it; null for anything else. */
  readonly fromPage?: { readonly mayRead: boolean } | null | undefined
  readonly body: Parameters
  readonly query: Parameters
}

const byName = new Map(grantTypes.map((type) => [type.name, type]))
const DEFINED = [
  'grant_type',
  ...new Set(grantTypes.flatMap(({ required, optional }) => [...required, ...optional])),
  'client_id',
  ...PROOFS,
]
/** With those that may repeat (RFC 8707 §2, RFC 8693 §2.1). */
const ALL = [...DEFINED, 'resource', 'audience']
const ALLOWED_IN_QUERY = ['grant_type', 'code', 'redirect_uri', 'refresh_token', 'scope']

/** Answers a token request. Rejects with `Refusal`, or `StorageUnavailable`. */
export const answerTokenRequest = writes(
  async (context: ProtocolContext, request: TokenRequest): Promise<TokenAnswer> => {
    const parameters = placeParameters(context, request)
    parameters.refuseRepeated(DEFINED)
    const claim = readCredentials(request.authorization, parameters, request.certificate)
    const lookedUp = await lookUp(context, presentedText(parameters))
    const client = await authenticateClient(context, claim, lookedUp?.found?.client)
    const addressee = { clientId: client.id, standing: standingOf(client) }
    return onBehalfOf(addressee, async () => {
      if (request.fromPage?.mayRead === false) await refuseForeignPage(context, client)
      const retryKey = readRetryKey(request.retryKey)
      const type = grantTypeOf(context, client, parameters)
      for (const name of type.required) parameters.required(name)
      const proven = await confirmationOf(context, request, client)
      const answer = await type.answer(context, {
        ...{ client, parameters, lookedUp, retryKey, proven },
      })
      context.observe?.({ kind: 'token.issued', grantType: type.name })
      return answer
    })
  },
)

/** The token that the request presents; the client is not known yet. */
function presentedText(parameters: Parameters): string {
  const presents = byName.get(parameters.one('grant_type') ?? '')?.presents
  return presents === undefined ? '' : (parameters.one(presents) ?? '')
}

/** The grant type of the request, which the client may use. Throws `Refusal`. */
function grantTypeOf(
  { settings }: ProtocolContext,
  client: ClientStanding,
  parameters: Parameters,
): GrantType {
  const name = parameters.required('grant_type')
  const type = byName.get(name)
  if (type === undefined || type.isOn?.(settings) === false) {
    throw new Refusal('unknown_grant_type', describeValue('grant_type', name))
  }
  if (!client.grantTypes.includes(name)) {
    throw new Refusal('grant_type_not_allowed', {
      grant_type: name,
      allowed: client.grantTypes,
    })
  }
  return type
}

/**
 * A page with an unregistered origin would use up the code without being able to read the tokens. A
 * client without a web redirect URI is an app, whose web view may have any origin and read every
 * answer.
 */
async function refuseForeignPage(
  { store }: ProtocolContext,
  { id, authentication }: ClientStanding,
): Promise<void> {
  if (authentication.method !== 'none') return
  const client = await store.clients.find(id)
  if (client?.redirectUris.some((uri) => webOriginOf(uri) !== undefined)) {
    throw new Refusal('foreign_page', { registered: client.redirectUris })
  }
}

/**
 * Parameters belong in the body (RFC 6749 §2.3.1, §3.2), because URLs end up in logs. A setting
 * lets old integrations send some in the query, but never a secret, and never in both places.
 */
function placeParameters({ settings }: ProtocolContext, { body, query }: TokenRequest): Parameters {
  const inQuery = ALL.filter((name) => query.has(name))
  if (inQuery.length === 0) return body
  const allowed = inQuery.every(
    (name) => settings.tokenParametersInQuery && ALLOWED_IN_QUERY.includes(name) && !body.has(name),
  )
  if (!allowed) throw new Refusal('parameters_in_query', { parameters: inQuery })
  return new Parameters(
    new Map(
      [
        ...ALL.map((name) => [name, body.all(name)] as const),
        ...inQuery.map((name) => [name, query.all(name)] as const),
      ].filter(([, values]) => values.length > 0),
    ),
  )
}
