/** A device and the requests that it makes (RFC 8628 §3.1, §3.4). */

import type { Role } from '../cast.ts'
import { type Issuer, offered } from '../issuer.ts'
import { basic, credentialsOf } from './client.ts'
import { type Answer, FORM, formOf, type Parameters, send } from './http.ts'

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

interface As {
  /** By default the public client that is registered for devices. */
  readonly as?: Role
}

function post(
  issuer: Issuer,
  address: string,
  { form, as = 'device' }: As & { readonly form: Parameters },
): Promise<Answer> {
  const { id, secret } = issuer.clients[as]
  if (secret === null) {
    return send(address, { headers: [FORM], body: formOf({ client_id: id, ...form }) })
  }
  const authorization = ['Authorization', basic(credentialsOf(issuer, as))] as const
  return send(address, { headers: [FORM, authorization], body: formOf(form) })
}

/** Asks for codes. */
export function askForCodes(issuer: Issuer, form: Parameters = {}, as: As = {}): Promise<Answer> {
  const address = offered(issuer.metadata['device_authorization_endpoint'], 'the device flow')
  return post(issuer, String(address), { form, ...as })
}

/** Polls with a device code. */
export function poll(issuer: Issuer, code: string, as: As = {}): Promise<Answer> {
  const form = { grant_type: DEVICE_CODE, device_code: code }
  return post(issuer, issuer.metadata.token_endpoint, { form, ...as })
}
