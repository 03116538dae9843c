/** What the metadata of an OpenID provider says beyond RFC 8414 (OpenID Connect Discovery §3). */

import { PATHS } from '../oauth/metadata.ts'
import type { ServerPart } from '../oauth/server-part.ts'
import { personalClaims } from './claims.ts'
import { ID_TOKEN_CLAIMS } from './id-token.ts'

export const openIdPart: ServerPart = ({ settings: { issuer }, signing }) => ({
  userinfo_endpoint: issuer + PATHS.userinfo,
  jwks_uri: issuer + PATHS.jwks,
  subject_types_supported: ['public', 'pairwise'],
  id_token_signing_alg_values_supported: signing.algorithms,
  userinfo_signing_alg_values_supported: signing.algorithms,
  claim_types_supported: ['normal'],
  claims_supported: [...ID_TOKEN_CLAIMS, ...personalClaims],
  display_values_supported: ['page'],
  claims_parameter_supported: true,
})
