/** What an OpenID Connect client asks of sign-ins and ID tokens (OpenID Connect Registration §2). */

import { SIGNING_ALGORITHMS } from '../../signing/key.ts'
import { choice, flag, type MembersOf, text, texts, webAddressProblem, whole } from './field.ts'

export const openidFields = {
  application_type: choice(['web', 'native'], {
    help: 'what it is',
    value: 'type',
  }),
  id_token_signed_response_alg: choice(SIGNING_ALGORITHMS, {
    help: 'the algorithm that its ID tokens are signed with; RS256 if not given',
    value: 'alg',
  }),
  default_max_age: whole(
    { from: 0, to: 999_999_999 },
    { help: 'the max_age of requests that name none', value: 'seconds' },
  ),
  require_auth_time: flag('its ID tokens always say when the person signed in'),
  default_acr_values: texts({
    help: 'an authentication context that requests prefer if they name none',
    value: 'acr',
    problem: (value) =>
      !/^[\x21-\x7e]{1,255}$/.test(value) && '1 to 255 visible ASCII characters without spaces',
  }),
  initiate_login_uri: text({
    help: 'the address of its page that begins a login',
    value: 'url',
    problem: webAddressProblem,
  }),
  contacts: texts({
    help: 'an e-mail address of somebody responsible for it',
    value: 'email',
    problem: (address) => !/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(address) && 'an e-mail address',
  }),
}

/** As many as a request may name (`oidc/authentication-request.ts`). */
const MOST_ACR_VALUES = 10

/** What is wrong with metadata as a whole: a sentence, or undefined. */
export function openidProblem({
  default_acr_values: values = [],
}: MembersOf<typeof openidFields>): string | undefined {
  return values.length > MOST_ACR_VALUES
    ? `A client has at most ${MOST_ACR_VALUES} default_acr_values.`
    : undefined
}
