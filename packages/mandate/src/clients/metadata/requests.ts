/** How a client's authorization requests have to arrive (RFC 9126 §6), and what they may contain. */

import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { SIGNING_ALGORITHMS } from '../../signing/key.ts'
import { choice, flag, texts, webAddressProblem } from './field.ts'

export const requestFields = {
  require_pushed_authorization_requests: flag(
    'it has to push its authorization requests (RFC 9126)',
  ),
  // RFC 9101 §10.5.
  require_signed_request_object: flag('each of its requests has to be a signed request object'),
  // OpenID Connect Registration §2. With a private key: a client's secret is not kept.
  request_object_signing_alg: choice(ASYMMETRIC_ALGORITHMS, {
    help: 'the only algorithm that its request objects may be signed with',
    value: 'alg',
  }),
  request_uris: texts({
    help: 'addresses where it keeps request objects',
    value: 'url',
    // OpenID Connect Registration §2: the hash of the object may be the fragment.
    problem: (address) => webAddressProblem(address.replace(/#[\w=-]*$/, '')),
  }),
  // JARM §3.
  authorization_signed_response_alg: choice(SIGNING_ALGORITHMS, {
    help: 'how answers are signed that it asks for as a JWT (JARM)',
    value: 'alg',
  }),
  // RFC 9396 §10.
  authorization_details_types: texts({
    help: 'the types of authorization details that it may ask for (RFC 9396)',
    value: 'type',
    problem: (name) =>
      !/^[\w:/.-]{1,80}$/.test(name) && 'names of types, of letters, digits and _ : / . -',
  }),
}
