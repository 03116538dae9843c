/** What the metadata of an OpenID provider says beyond RFC 8414 (OpenID Connect Discovery §3). */

import { PATHS } from '../oauth/metadata.ts'
import type { ServerPart } from '../oauth/server-part.ts'

export const openIdPart: ServerPart = ({ settings: { issuer } }) => ({
  jwks_uri: issuer + PATHS.jwks,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claim_types_supported: ['normal'],
  claims_supported: [
    ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce'],
    ...['amr', 'acr', 'at_hash', 'sid'],
  ],
  display_values_supported: ['page'],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  // The default is true.
  request_uri_parameter_supported: false,
})
