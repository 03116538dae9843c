/** What the metadata says about the ways in which an authorization request can arrive. */

import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { endpointsOf } from '../metadata.ts'
import type { ServerPart } from '../server-part.ts'
import { responseModes } from './response-mode.ts'

export const requestsPart: ServerPart = ({ settings, detailTypes, signing }) => ({
  // RFC 9126 §5.
  pushed_authorization_request_endpoint: endpointsOf(settings.issuer).pushedRequest,
  require_pushed_authorization_requests: settings.requirePushedRequests,
  // RFC 9101 §10.5, §9.2; OpenID Connect Discovery §3.
  require_signed_request_object: false,
  request_parameter_supported: true,
  request_uri_parameter_supported: true,
  require_request_uri_registration: true,
  request_object_signing_alg_values_supported: ASYMMETRIC_ALGORITHMS,
  response_modes_supported: responseModes(settings),
  // JARM §4.
  ...(settings.openid && { authorization_signing_alg_values_supported: signing.algorithms }),
  // RFC 9396 §10.
  ...(detailTypes !== undefined &&
    detailTypes.size > 0 && { authorization_details_types_supported: [...detailTypes.keys()] }),
})
