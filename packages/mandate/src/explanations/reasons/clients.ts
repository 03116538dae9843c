/** Clients that were not recognised, or may not use the server. */

import { en } from '../../words/en/en.ts'
import { type Found, type OperatorsPart, reason } from '../definition.ts'
import { moment, number, oneOf, optional } from '../details.ts'
import { badAssertion, badSecret, noSecret } from './bad-credentials.ts'

const sendBasic = 'Send client id and client secret with HTTP Basic.'

export const turnOn = ({ client }: Pick<Found<unknown>, 'client'>): OperatorsPart => ({
  message: `Our client ${client} is turned off. Please tell us why, or turn it on again.`,
  command: `client enable ${client}`,
})

export const clientReasons = {
  unknown_client: reason('invalid_client', {
    details: { proof: optional(oneOf('none', 'assertion')) },
    description: ({ proof }) => {
      if (proof === 'assertion') return badAssertion
      return proof === 'none' ? noSecret : badSecret
    },
    problem: 'unknownClient',
    title: 'Client not registered',
    happened: 'No client with this id is registered here.',
    story: ({ client }) =>
      client.startsWith('resource_')
        ? 'The id is that of an API, or of one that was deleted. An API can only introspect tokens; it is not a client.'
        : undefined,
    next: 'Compare the client id with the one shown at registration, and check that this is the right server. If the client was deleted, the operator has to register it again.',
    operator: ({ client }) => ({
      message: `Your server does not know our client ${client}. Please tell us which client id is ours, or register the client.`,
      command: 'client list',
    }),
  }),
  wrong_secret: reason('invalid_client', {
    details: {
      replaced_until: optional(
        number(
          'Secret',
          (seconds) =>
            `the one before the last rotation, which was good until ${en.inWords.exactly(seconds)}`,
        ),
      ),
    },
    description: badSecret,
    title: 'Wrong client secret',
    happened: 'The client is known, and the secret was wrong.',
    next: 'Compare the secret with the one shown at registration or at its last rotation. In HTTP Basic, id and secret are form-encoded before they are joined. A secret that is lost cannot be shown again; the operator makes a new one.',
    operator: ({ client }) => ({
      message: `Please make a new secret for our client ${client}.`,
      command: `${client.startsWith('resource_') ? 'resource' : 'client'} rotate-secret ${client}`,
    }),
  }),
  public_client_secret: reason('invalid_client', {
    description:
      'This is a public client, which has no secret. Send client_id in the body, without client_secret and without an Authorization header.',
    title: 'A public client has no secret',
    happened: 'The client is a public client, which has no secret, and a secret was sent.',
    next: 'Leave out client_secret and the Authorization header, and send client_id in the body. If the client can keep a secret, the operator has to register it as a confidential client.',
    operator: ({ client }) => ({
      message: `Our client ${client} is registered as a public client, but it can keep a secret. Please register it as a confidential one.`,
      command: 'client create --name NAME --redirect-uri URI',
    }),
  }),
  client_turned_off: reason('invalid_client', {
    details: {
      proof: optional(oneOf('none', 'secret')),
      disabled_at: moment('Turned off'),
    },
    description: ({ proof }) => {
      if (proof === 'secret')
        return 'This client is turned off. Ask the operator of the server to turn it on.'
      return proof === 'none' ? noSecret : badSecret
    },
    problem: 'unknownClient',
    title: 'Client turned off',
    happened: 'The client is known and has been turned off.',
    next: 'Ask the operator why it was turned off.',
    operator: turnOn,
  }),
  no_credentials: reason('invalid_client', {
    details: { proof: optional(oneOf('none', 'none_where_needed')) },
    description: ({ proof }) => {
      if (proof === 'none') return noSecret
      return proof === 'none_where_needed'
        ? `No client secret was sent, and nobody can use this endpoint without one. ${sendBasic}`
        : 'No client credentials were sent. Send client id and client secret with HTTP Basic, or as client_id and client_secret in the body.'
    },
    title: 'No client credentials',
    happened: 'No client credentials were sent.',
    story: ({ details: { proof } }) => {
      if (proof === 'none')
        return 'The request named a client that has a secret, and did not send the secret.'
      return proof === 'none_where_needed'
        ? 'No client secret was sent, and this endpoint cannot be used without one.'
        : undefined
    },
    next: 'Authenticate with HTTP Basic: client id and client secret. A client that cannot keep a secret has to be registered as a public client.',
  }),
  undecodable_credentials: reason('invalid_client', {
    description:
      'The Authorization header is not valid HTTP Basic. Form-encode client id and client secret, join them with a colon, and encode the result as base64.',
    title: 'Authorization header not readable',
    happened: 'The Authorization header could not be decoded.',
    next: 'Form-encode id and secret, join them with a colon, and encode the result as base64, with padding and without line breaks.',
  }),
  two_client_ids: reason('invalid_client', {
    description:
      'The Authorization header and client_id in the body name different clients. Leave client_id out of the body, or make both the same.',
    title: 'Two different clients',
    happened: 'The Authorization header and the body named two different clients.',
    next: 'Leave client_id out of the body, or make both the same.',
  }),
  unsupported_authentication: reason('invalid_client', {
    description:
      'This way of client authentication is not offered. Use one that the metadata of this server lists in token_endpoint_auth_methods_supported.',
    title: 'Client authentication not offered',
    happened: 'The client authenticated in a way that is not offered here.',
    next: 'Use HTTP Basic, or client_id and client_secret in the body, or a client_assertion of the type jwt-bearer. The server metadata lists what is offered.',
  }),
  two_mechanisms: reason('invalid_request', {
    description:
      'Authenticate the client in one way only: an Authorization header, a client_secret in the body, or a client_assertion.',
    title: 'Two ways of client authentication',
    happened: 'The client authenticated in two ways at once.',
    next: 'Keep one: the Authorization header, client_secret in the body, or client_assertion.',
  }),
  two_authorization_headers: reason('invalid_request', {
    description: 'The request has two Authorization headers. Send one.',
    title: 'Two Authorization headers',
    happened: 'The request had two Authorization headers.',
    next: 'Send one. A proxy or an HTTP library may add the second.',
  }),
  revoking_another_clients_token: reason('invalid_request', {
    description: 'The token was issued to another client.',
    title: 'Token of another client',
    happened: 'The token to be revoked was issued to another client, so nothing was revoked.',
    next: 'Authenticate as the client that received it, or ask the user or the operator to end the grant.',
  }),
}
