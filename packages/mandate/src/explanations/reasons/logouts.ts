/** Requests of clients to sign a person out (OpenID Connect RP-Initiated Logout 1.0). */

import { reason } from '../definition.ts'
import { text, texts } from '../details.ts'

const problem = 'logOutRefused' as const

export const logoutReasons = {
  logout_hint_unknown: reason('invalid_request', {
    description:
      'id_token_hint is not an ID token that this server signed with one of its present keys.',
    problem,
    title: 'ID token not from here',
    happened:
      'The id_token_hint is not an ID token of this server, was changed, or was signed with a key that is retired.',
    next: 'Send the ID token as it was received, or leave id_token_hint out: then the person is asked. An expired one will do.',
  }),
  logout_hint_of_another_client: reason('invalid_request', {
    details: { for: text('For the client') },
    description: 'id_token_hint was issued to another client than the one in client_id.',
    problem,
    title: 'ID token of another client',
    happened: 'The id_token_hint was issued to another client than the one in client_id.',
    next: 'Send the ID token of this client, or leave client_id out.',
  }),
  logout_client_unknown: reason('invalid_request', {
    description: 'The client of this request is not registered here, or was turned off.',
    problem,
    title: 'Client not registered',
    happened:
      'The client_id, or the client of the id_token_hint, is not registered here or was turned off.',
    next: 'Send the client_id of a registered client, or leave it out.',
  }),
  logout_client_needed: reason('invalid_request', {
    description:
      'post_logout_redirect_uri needs an id_token_hint or a client_id, which say whose URI it is.',
    problem,
    title: 'No client for the return address',
    happened: 'The request has a post_logout_redirect_uri, and names no client.',
    next: 'Add id_token_hint, which also saves the person a question, or client_id.',
  }),
  unknown_logout_uri: reason('invalid_request', {
    details: { sent: text(), registered: texts() },
    description:
      'post_logout_redirect_uri is not registered for this client. It is compared character for character.',
    problem,
    title: 'Return address not registered',
    happened: 'The post_logout_redirect_uri is not one of those registered for the client.',
    next: 'Send a registered one, character for character, or ask the operator to register this one.',
    compare: ({ sent, registered }) => ({ sent, expected: registered }),
    operator: ({ client, details: { sent, registered } }) => {
      const uri = sent !== '' && !/[(…']/.test(sent) ? sent : 'THE_NEW_URI'
      const all = [...registered, uri].map((one) => `'${one}'`).join(' ')
      return {
        message: `Please register the post-logout redirect URI ${uri} for our client ${client}.`,
        command: `client update ${client} --post-logout-redirect-uris ${all}`,
      }
    },
  }),
}
