/** What the metadata says about the ways in which an authorization request can arrive. */

import { endpointsOf } from '../metadata.ts'
import type { ServerPart } from '../server-part.ts'

export const requestsPart: ServerPart = ({ settings: { issuer, requirePushedRequests } }) => ({
  // RFC 9126 §5.
  pushed_authorization_request_endpoint: endpointsOf(issuer).pushedRequest,
  require_pushed_authorization_requests: requirePushedRequests,
})
