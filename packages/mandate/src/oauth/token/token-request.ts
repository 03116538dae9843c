/**
 * The token endpoint (RFC 6749 §3.2): authenticate the client, then hand the request to the grant
 * type it names. Code exchange and refresh meet again in `redeem.ts`, since they are one act.
 *
 *     endpoint ──▶ token-request ──▶ bindings ──▶ redeem ──▶ grants/ and the store
 */

import { describeValue } from '../../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding } from '../../store/records.ts'
import { authenticateClient, readCredentials, standingOf } from '../client-authentication.ts'
import type { ProtocolContext } from '../context.ts'
import { Parameters } from '../parameters.ts'
import { webOriginOf } from '../redirect-uri.ts'
import { checkCodeBindings } from './bindings.ts'
import { lookUp, type Presented, redeem, type TokenAnswer } from './redeem.ts'
import { readRetryKey } from './retry-key.ts'

export interface TokenRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  /** The values of all `Idempotency-Key` headers. */
  readonly retryKey: readonly string[]
  /** The web page that sends it, by its `Origin`; null where it is none. */
  readonly fromPage?: { readonly mayRead: boolean } | null | undefined
  readonly body: Parameters
  readonly query: Parameters
}

const DEFINED = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]
const ALLOWED_IN_QUERY = ['grant_type', 'code', 'redirect_uri', 'refresh_token', 'scope']

/** Answers a token request. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function answerTokenRequest(
  context: ProtocolContext,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const parameters = placeParameters(context, request)
  parameters.refuseRepeated(DEFINED)
  const credentials = readCredentials(request.authorization, parameters)
  const presented = await lookUp(context, presentedText(parameters))
  const client = await authenticateClient(context, credentials, presented?.found?.client)
  const addressee = { clientId: client.id, standing: standingOf(client) }
  return onBehalfOf(addressee, async () => {
    if (request.fromPage?.mayRead === false) await refuseForeignPage(context, client)
    return answerClient(context, { client, presented, parameters, retryKey: request.retryKey })
  })
}

/**
 * A page of an origin that no client has would use up the code and never see the tokens. A client without
 * a redirect URI on the web is an app, whose web view may have any origin and read what it likes.
 */
async function refuseForeignPage(
  { store }: ProtocolContext,
  { id, secretHash }: ClientStanding,
): Promise<void> {
  if (secretHash !== null) return
  const client = await store.clients.find(id)
  if (client?.redirectUris.some((uri) => webOriginOf(uri) !== undefined)) {
    throw new Refusal('foreign_page', { registered: client.redirectUris })
  }
}

/** The token that the request is about, read before anything is known of the client. */
function presentedText(parameters: Parameters): string {
  const name = parameters.one('grant_type') === 'authorization_code' ? 'code' : 'refresh_token'
  return parameters.one(name) ?? ''
}

function answerClient(
  context: ProtocolContext,
  request: {
    readonly client: ClientStanding
    readonly presented: Presented | undefined
    readonly parameters: Parameters
    readonly retryKey: readonly string[]
  },
): Promise<TokenAnswer> {
  const { client, presented, parameters } = request
  const common = {
    client,
    presented,
    retryKey: readRetryKey(request.retryKey),
    scope: parameters.one('scope'),
    resource: parameters.all('resource'),
  }
  const grantType = parameters.required('grant_type')
  switch (grantType) {
    case 'authorization_code':
      parameters.required('code')
      return redeem(context, {
        ...common,
        kind: 'ac',
        // A code's scope is what the user agreed to; there is no scope parameter here (§4.1.3).
        scope: undefined,
        checkBindings: checkCodeBindings({
          redirectUri: parameters.one('redirect_uri'),
          verifier: parameters.one('code_verifier'),
        }),
      })
    case 'refresh_token':
      parameters.required('refresh_token')
      return redeem(context, {
        ...common,
        kind: 'rt',
        checkBindings: () => {},
      })
    default:
      throw new Refusal('unknown_grant_type', describeValue('grant_type', grantType))
  }
}

/**
 * Parameters belong in the body (RFC 6749 §2.3.1, §3.2): a URL ends in logs. One setting lets old
 * integrations pass some in the query, never a secret, and never in both places.
 */
function placeParameters({ settings }: ProtocolContext, { body, query }: TokenRequest): Parameters {
  const inQuery = [...DEFINED, 'resource'].filter((name) => query.has(name))
  if (inQuery.length === 0) return body
  const allowed = inQuery.every(
    (name) => settings.tokenParametersInQuery && ALLOWED_IN_QUERY.includes(name) && !body.has(name),
  )
  if (!allowed) throw new Refusal('parameters_in_query', { parameters: inQuery })
  return new Parameters(
    new Map(
      [
        ...[...DEFINED, 'resource'].map((name) => [name, body.all(name)] as const),
        ...inQuery.map((name) => [name, query.all(name)] as const),
      ].filter(([, values]) => values.length > 0),
    ),
  )
}
