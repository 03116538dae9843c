/**
 * Requests that do not arrive as plain parameters: pushed by their client (RFC 9126). The wire codes
 * are those of RFC 9101 §7.
 */

import { reason } from '../definition.ts'
import { moment, oneOf, optional } from '../details.ts'

const startAgain = 'Push the request again, and send the browser with the new request_uri.'

export const requestReasons = {
  pushed_reference: reason('invalid_request', {
    description:
      'A pushed request cannot contain request_uri. Send the parameters of the authorization request.',
    title: 'A request_uri was pushed',
    happened: 'The pushed request contained request_uri, which RFC 9126 does not allow.',
    next: 'Push the parameters of the authorization request one by one.',
  }),
  push_needed: reason('invalid_request', {
    details: { because: oneOf('required_by_server', 'required_by_client') },
    description:
      'This request has to be pushed first: post its parameters to the pushed authorization request endpoint, and send the browser with the request_uri of the answer.',
    title: 'The request has to be pushed',
    happened: 'The parameters came with the browser.',
    story: ({ details: { because } }) =>
      because === 'required_by_server'
        ? 'The parameters came with the browser, and this server accepts only requests that were pushed.'
        : 'The parameters came with the browser, and this client is registered to push its requests.',
    next: 'Post them to pushed_authorization_request_endpoint in the metadata, and send the browser with client_id and the request_uri of the answer (RFC 9126).',
  }),
  pushed_request_unknown: reason('invalid_request_uri', {
    description: `This request_uri is not known here, or was pushed more than an hour ago. ${startAgain}`,
    problem: 'requestOver',
    title: 'Pushed request unknown',
    happened:
      'The request_uri is not known here. It may be misspelt, it may be from another server, or it is long over.',
    next: startAgain,
  }),
  pushed_by_another_client: reason('invalid_request_uri', {
    description: `This request_uri is not known here, or was pushed more than an hour ago. ${startAgain}`,
    problem: 'requestOver',
    title: 'Pushed by another client',
    happened: 'The request_uri was given to another client than the one that client_id names.',
    next: 'Send the client_id of the client that pushed the request. A client cannot use the requests of another.',
  }),
  pushed_request_expired: reason('invalid_request_uri', {
    details: { expired_at: moment('Expired') },
    description: `This request_uri has expired. ${startAgain}`,
    problem: 'requestOver',
    title: 'Pushed request expired',
    happened: 'The browser came with the request_uri after it had expired.',
    next: `${startAgain} Push it only when the person starts to sign in; expires_in of the answer says how long it is good.`,
  }),
  pushed_request_used: reason('invalid_request_uri', {
    details: { used_at: optional(moment('Completed')) },
    description: `The authorization of this request_uri is complete already. ${startAgain}`,
    problem: 'requestOver',
    title: 'Pushed request used up',
    happened: 'A code was already issued for this request_uri.',
    next: `${startAgain} Each pushed request leads to one code.`,
  }),
}
