/**
 * The request of a client to sign a person out (OpenID Connect RP-Initiated Logout §2): who asks,
 * about whom, and where the person goes afterwards. Whether the person is asked depends on who is
 * signed in (`provesWhoIsSignedIn`).
 */

import { appendToQuery } from '../clients/redirect-uri.ts'
import { redactUri } from '../explanations/redaction.ts'
import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { sidFor } from '../grants/signed-in.ts'
import type { ReadingContext } from '../oauth/context.ts'
import { type Parameters, parseParameters } from '../oauth/parameters.ts'
import type { SignedIn } from '../people/session.ts'
import type { Client } from '../store/records.ts'
import type { Reading } from '../store/write-access.ts'
import { ID_TOKEN_TYPE } from './id-token.ts'
import { type SubjectContext, subjectFor } from './subject.ts'

/** Defined in §2. `logout_hint` says nothing that we need: the browser has one session. */
const DEFINED = [
  ...['id_token_hint', 'logout_hint', 'client_id', 'post_logout_redirect_uri', 'state'],
  'ui_locales',
]

export interface LogoutRequest {
  readonly client: Client | null
  /** What the ID token says; null without one. */
  readonly hint: { readonly sub: string; readonly sid: string | undefined } | null
  /** A registered address with the `state`; null to stay here. */
  readonly target: string | null
}

type Context = Pick<ReadingContext, 'store' | 'signing' | 'settings'>

/** Checks a raw query. Rejects with `Refusal`; then nothing of the request may be used (§4). */
export async function readLogoutRequest(context: Context, query: string): Promise<LogoutRequest> {
  const parameters = parseParameters(query)
  parameters.refuseRepeated(DEFINED)
  const hint = await readHint(context, parameters.one('id_token_hint'))
  const named = parameters.one('client_id')
  if (hint !== null && named !== undefined && named !== hint.clientId) {
    throw new Refusal('logout_hint_of_another_client', { for: hint.clientId })
  }
  const clientId = hint?.clientId ?? named
  const client = clientId === undefined ? null : await findClient(context, clientId)
  const target = await targetOf(parameters, client)
  return { client, hint, target }
}

async function readHint({ signing, settings }: Context, text: string | undefined) {
  if (text === undefined) return null
  // One that has expired will do (§2), so that a person can sign out of a session that lasts longer.
  const expected = { issuer: settings.issuer, typ: ID_TOKEN_TYPE, now: null }
  const { sub, aud, sid } = (await signing.verify(text, expected)) ?? {}
  if (sub === undefined || typeof aud !== 'string') throw new Refusal('logout_hint_unknown')
  return { sub, clientId: aud, sid: typeof sid === 'string' ? sid : undefined }
}

async function findClient({ store }: Context, clientId: string): Promise<Client> {
  const client = await store.clients.find(clientId)
  if (client === undefined || client.disabledAt !== null) {
    throw new Refusal('logout_client_unknown')
  }
  return client
}

/** Exactly one of the registered addresses (§3). */
async function targetOf(parameters: Parameters, client: Client | null): Promise<string | null> {
  const sent = parameters.one('post_logout_redirect_uri')
  if (sent === undefined) return null
  if (client === null) throw new Refusal('logout_client_needed')
  const { post_logout_redirect_uris: registered = [] } = client.metadata
  return onBehalfOf({ clientId: client.id, standing: 'named' }, () => {
    if (!registered.includes(sent)) {
      throw new Refusal('unknown_logout_uri', { sent: redactUri(sent, registered), registered })
    }
    const state = parameters.one('state')
    return state === undefined ? sent : appendToQuery(sent, { state })
  })
}

/**
 * Whether the ID token belongs to the session in this browser, so that the person need not be asked
 * (§2). One of an earlier session of the same person does not.
 */
export async function provesWhoIsSignedIn(
  context: Reading<SubjectContext>,
  { hint, client }: Pick<LogoutRequest, 'hint' | 'client'>,
  { session, account }: SignedIn,
): Promise<boolean> {
  if (hint === null || client === null) return false
  if (hint.sid !== sidFor(session.sid, client.id)) return false
  return hint.sub === (await subjectFor(context, client, account.id))
}
