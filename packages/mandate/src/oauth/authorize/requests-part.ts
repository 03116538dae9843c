/** What the metadata says about the ways in which an authorization request can arrive. */

import { endpointsOf } from '../metadata.ts'
import type { ServerPart } from '../server-part.ts'

export const requestsPart: ServerPart = ({ settings, detailTypes }) => ({
  // RFC 9126 §5.
  pushed_authorization_request_endpoint: endpointsOf(settings.issuer).pushedRequest,
  require_pushed_authorization_requests: settings.requirePushedRequests,
  // RFC 9396 §10.
  ...(detailTypes !== undefined &&
    detailTypes.size > 0 && { authorization_details_types_supported: [...detailTypes.keys()] }),
})
