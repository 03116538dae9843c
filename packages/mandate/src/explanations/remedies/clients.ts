/** What to do where the client was not recognised, or may not use the server. */

import { clientOf, type Remedy } from './remedy.ts'

const turnOn: Remedy['operator'] = (found) => ({
  message: `Our client ${clientOf(found)} is turned off. Please tell us why, or turn it on again.`,
  command: `client enable ${clientOf(found)}`,
})

export const clientRemedies = {
  unknown_client: {
    title: 'Client not registered',
    happened: 'No client with this id is registered here.',
    next: 'Compare the client id with the one shown at registration, and check that this is the right server. If the client was deleted, the operator has to register it again.',
    operator: (found) => ({
      message: `Your server does not know our client ${clientOf(found)}. Please tell us which client id is ours, or register the client.`,
      command: 'client list',
    }),
  },
  wrong_secret: {
    title: 'Wrong client secret',
    happened: 'The client is known, and the secret was wrong.',
    next: 'Compare the secret with the one shown at registration or at its last rotation. In HTTP Basic, id and secret are form-encoded before they are joined. A secret that is lost cannot be shown again; the operator makes a new one.',
    operator: (found) => ({
      message: `Please make a new secret for our client ${clientOf(found)}.`,
      command: `${found.clientId?.startsWith('resource_') ? 'resource' : 'client'} rotate-secret ${clientOf(found)}`,
    }),
  },
  public_client_secret: {
    title: 'A public client has no secret',
    happened: 'The client is a public client, which has no secret, and a secret was sent.',
    next: 'Leave out client_secret and the Authorization header, and send client_id in the body. If the client can keep a secret, the operator has to register it as a confidential client.',
    operator: (found) => ({
      message: `Our client ${clientOf(found)} is registered as a public client, but it can keep a secret. Please register it as a confidential one.`,
      command: 'client create --name NAME --redirect-uri URI',
    }),
  },
  client_turned_off: {
    title: 'Client turned off',
    happened: 'The client is known and has been turned off.',
    next: 'Ask the operator why it was turned off.',
    operator: turnOn,
  },
  client_disabled: {
    title: 'Client turned off',
    happened: 'The client has been turned off.',
    next: 'Ask the operator why it was turned off.',
    operator: turnOn,
  },
  undecodable_credentials: {
    title: 'Authorization header not readable',
    happened: 'The Authorization header could not be decoded.',
    next: 'Form-encode id and secret, join them with a colon, and encode the result as base64, with padding and without line breaks.',
  },
  two_client_ids: {
    title: 'Two different clients',
    happened: 'The Authorization header and the body named two different clients.',
    next: 'Leave client_id out of the body, or make both the same.',
  },
  no_credentials: {
    title: 'No client credentials',
    happened: 'No client credentials were sent.',
    next: 'Authenticate with HTTP Basic: client id and client secret. A client that cannot keep a secret has to be registered as a public client.',
  },
  unsupported_authentication: {
    title: 'Client authentication not offered',
    happened: 'The client authenticated in a way that is not offered here.',
    next: 'Use HTTP Basic, or client_id and client_secret in the body. The server metadata lists what is offered.',
  },
  two_mechanisms: {
    title: 'Two ways of client authentication',
    happened: 'The client authenticated in two ways at once.',
    next: 'Keep the Authorization header and leave client_secret out of the body.',
  },
  two_authorization_headers: {
    title: 'Two Authorization headers',
    happened: 'The request had two Authorization headers.',
    next: 'Send one. A proxy or an HTTP library may add the second.',
  },
  revoking_another_clients_token: {
    title: 'Token of another client',
    happened: 'The token to be revoked was issued to another client, so nothing was revoked.',
    next: 'Authenticate as the client that received it, or ask the user or the operator to end the grant.',
  },
} as const satisfies Record<string, Remedy>
