/** Reads who the sender of a request claims to be, before looking that party up. */

import { Refusal } from '../../explanations/refusal.ts'
import type { ClientCertificate } from '../certificate.ts'
import { readBasicHeader } from './basic-header.ts'
import type { Claim, CredentialParameters } from './method.ts'
import { recognisers } from './methods.ts'

/** `authorization` has the values of all Authorization headers. Throws `Refusal`. */
export function readCredentials(
  authorization: readonly string[],
  parameters: CredentialParameters,
  certificate: ClientCertificate | null = null,
): Claim {
  if (authorization.length > 1) throw new Refusal('two_authorization_headers')
  const inBody = {
    clientId: parameters.one('client_id'),
    clientSecret: parameters.one('client_secret'),
  }
  const sent = { ...withHeader(authorization[0], inBody), certificate, parameters }
  const claims = recognisers.flatMap((recognise) => recognise(sent) ?? [])
  // RFC 6749 §2.3: the client MUST NOT use more than one authentication method in each request.
  if (claims.length > 1) throw new Refusal('two_mechanisms')
  const [claim] = claims
  if (claim === undefined) throw new Refusal('no_credentials')
  return claim
}

/** The id and the secret, from the header or from the body. */
function withHeader(
  header: string | undefined,
  inBody: { readonly clientId: string | undefined; readonly clientSecret: string | undefined },
) {
  // Libraries without credentials send an empty header, or one with an empty id and secret.
  if (header === undefined || /^\s*(?:basic +og==\s*)?$/i.test(header)) return inBody
  if (inBody.clientSecret !== undefined) throw new Refusal('two_mechanisms')
  const { clientId, clientSecret } = readBasicHeader(header)
  if (inBody.clientId !== undefined && inBody.clientId !== clientId) {
    throw new Refusal('two_client_ids')
  }
  // An empty secret counts as none, as in the body: libraries send this for a public client.
  return { clientId, clientSecret: clientSecret === '' ? undefined : clientSecret }
}
