/**
 * Requests that do not arrive as plain parameters: signed (RFC 9101), or pushed by their client (RFC
 * 9126). The wire codes
 * are those of RFC 9101 §7.
 */

import { reason } from '../definition.ts'
import { after, ascii } from '../description.ts'
import { moment, oneOf, optional, text, word } from '../details.ts'

const PROBLEMS = {
  too_long: 'it is too long',
  malformed: 'it is not a JWT of three parts',
  encrypted: 'it is encrypted',
  nested: 'it has another JWT inside',
  unsigned: 'it is not signed',
  algorithm: 'its algorithm is not one that this client may use',
  extension: 'its header asks for an extension',
  embedded_key: 'its header names its own key: jwk, jku or x5u',
  typ: 'its typ is not oauth-authz-req+jwt',
  no_key: 'no registered key has this kid and is for this algorithm',
  signature: 'the signature is not from a registered key',
  missing_claim: 'a claim is missing',
  claim: 'a claim has a value that it cannot have',
  expired: 'it has expired',
  not_yet: 'it is not valid yet',
  too_old: 'it is too old',
  too_long_valid: 'it is valid for more than an hour',
} as const

const startAgain = 'Push the request again, and send the browser with the new request_uri.'

export const requestReasons = {
  request_object: reason('request_not_supported', {
    description:
      'The request object is not signed. Sign it with a key that is registered for this client, or send the parameters one by one.',
    title: 'The request object is not signed',
    happened: 'The request object has the algorithm none. This server accepts only signed ones.',
    next: 'Sign it with a key that is registered for this client, or send the parameters one by one.',
  }),
  request_object_needed: reason('invalid_request', {
    description:
      'This client has to send its requests as signed request objects. Send the parameter request, or push it.',
    title: 'A signed request object is needed',
    happened: 'The client is registered to sign its requests, and this one was plain.',
    next: 'Put the parameters into a JWT that is signed with a registered key, and send it as request (RFC 9101).',
  }),
  request_object_invalid: reason('invalid_request_object', {
    details: { problem: word('Problem', PROBLEMS), claim: optional(text('Claim')) },
    description: ({ problem, claim = '' }) =>
      `The request object cannot be used: ${PROBLEMS[problem]}${after(', ', ascii(claim))}.`,
    title: 'Request object not valid',
    happened: 'The request object could not be verified, or has a claim that it cannot have.',
    next: 'Compare the key that signs with the registered ones: kid, kind and algorithm. The object needs iss set to the client id, aud to the issuer of this server, and no sub, request or request_uri.',
    operator: ({ client }) => ({
      message: `Which keys are registered for our client ${client}?`,
      command: `client show ${client}`,
    }),
  }),
  request_object_keys: reason('invalid_request_object', {
    details: { problem: text('Problem') },
    description:
      'The keys of this client are not available, so its request object cannot be verified.',
    title: 'Keys of the client not available',
    happened: 'The request object could not be verified, because the client has no keys here.',
    next: 'Register the public keys of the client, by value (jwks) or by address (jwks_uri).',
    operator: ({ client }) => ({
      message: `Please register the public keys of our client ${client}.`,
      command: `client update ${client} --jwks FILE`,
    }),
  }),
  two_request_objects: reason('invalid_request', {
    description: 'Send request or request_uri, not both.',
    title: 'Two request objects',
    happened: 'The request had both request and request_uri.',
    next: 'Send one of them (RFC 9101 §5).',
  }),
  request_uri: reason('request_uri_not_supported', {
    description:
      'This client has no addresses of request objects. Send the object as request, or push it.',
    title: 'request_uri is not supported for this client',
    happened: 'The request used request_uri, and the client has registered no such address.',
    next: 'Send the object by value, push the request, or have its address registered.',
    operator: ({ client }) => ({
      message: `Please register the address of the request objects of our client ${client}.`,
      command: `client update ${client} --request-uris URL`,
    }),
  }),
  request_uri_not_registered: reason('invalid_request_uri', {
    description: 'This request_uri is not registered for this client. Nothing was fetched.',
    title: 'request_uri not registered',
    happened: 'The request_uri is not one of those that are registered. Nothing was fetched.',
    next: 'Use a registered address, character for character, or push the request.',
    operator: ({ client }) => ({
      message: `Which request_uris are registered for our client ${client}?`,
      command: `client show ${client}`,
    }),
  }),
  request_uri_unreachable: reason('invalid_request_uri', {
    details: { problem: text('Problem') },
    description: 'The request object could not be fetched from its request_uri.',
    title: 'request_uri could not be fetched',
    happened: 'The server could not fetch the request object.',
    next: 'Check that the address answers within three seconds with at most 16 KiB, without a redirect, and that it is public.',
  }),
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
