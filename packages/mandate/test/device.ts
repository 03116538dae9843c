/** A device (RFC 8628) at the HTTP level, and what its person does. */

import assert from 'node:assert/strict'
import type { ClientDescription } from '../src/clients/registration.ts'
import { DEVICE_CODE_GRANT } from '../src/oauth/device/ask.ts'
import { type Answer, type Credentials, post } from './integrator.ts'
import type { RunningServer } from './running-server.ts'
import type { Arrival, Visitor } from './visitor.ts'

/** The grant types of a client for devices. */
export const deviceGrants = [DEVICE_CODE_GRANT, 'refresh_token']

export interface Codes {
  readonly deviceCode: string
  readonly userCode: string
  readonly complete: string
}

/** Without a secret, a public client. */
export type DeviceClient = Pick<Credentials, 'id'> & Partial<Credentials>

type Form = Readonly<Record<string, string>>
interface More {
  readonly form?: Form
  readonly headers?: Form
}

/** A public client for devices. */
export async function newDeviceClient(
  server: RunningServer,
  description: Partial<ClientDescription> = {},
): Promise<DeviceClient> {
  const { client, secret } = await server.register({
    ...{ name: 'Notes TV', isPublic: true, trusted: false, redirectUris: [] },
    ...{ grantTypes: deviceGrants, ...description },
  })
  return description.isPublic === false ? { id: client.id, secret } : { id: client.id }
}

function send(address: string, client: DeviceClient, { form = {}, headers = {} }: More) {
  const { id, secret } = client
  return secret === undefined
    ? post(address, { client_id: id, ...form }, { headers })
    : post(address, form, { as: { id, secret }, headers })
}

/** Asks for codes. */
export function askForCodes(server: RunningServer, client: DeviceClient, more: More = {}) {
  return send(`${server.issuer}/oauth2/device`, client, more)
}

export async function codesFor(
  server: RunningServer,
  client: DeviceClient,
  more: More = {},
): Promise<Codes> {
  const { status, body } = await askForCodes(server, client, more)
  assert.equal(status, 200, JSON.stringify(body))
  return {
    deviceCode: String(body['device_code']),
    userCode: String(body['user_code']),
    complete: String(body['verification_uri_complete']),
  }
}

export function poll(
  server: Pick<RunningServer, 'issuer'>,
  client: DeviceClient,
  { deviceCode, form = {}, headers = {} }: Pick<Codes, 'deviceCode'> & More,
): Promise<Answer> {
  const asked = { grant_type: DEVICE_CODE_GRANT, device_code: deviceCode, ...form }
  return send(`${server.issuer}/oauth2/token`, client, { form: asked, headers })
}

/** The wire error of an answer. */
export const errorIn = ({ body }: Answer) => body['error']

/** Types the code and signs in if asked; ends at the question, if there is one. */
export async function typeCode(
  visitor: Visitor,
  userCode: string,
  credentials: { readonly email?: string } = {},
): Promise<Arrival> {
  if (visitor.cookies.size === 0) await visitor.follow('/device')
  const page = await visitor.send('/device', { user_code: userCode })
  return page.address.pathname === '/sign-in' ? visitor.signIn(page, credentials) : page
}
