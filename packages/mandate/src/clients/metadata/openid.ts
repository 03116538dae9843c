/** What an OpenID Connect client asks of sign-ins and ID tokens (OpenID Connect Registration §2). */

import { choice } from './field.ts'

export const openidFields = {
  id_token_signed_response_alg: choice(['RS256', 'PS256', 'ES256', 'EdDSA'], {
    help: 'the algorithm that its ID tokens are signed with; RS256 if not given',
    value: 'alg',
  }),
}
