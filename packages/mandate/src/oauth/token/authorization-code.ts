import { checkCodeBindings } from './bindings.ts'
import type { GrantType } from './grant-type.ts'
import { redeem } from './redeem.ts'

/** RFC 6749 §4.1.3. */
export const authorizationCode: GrantType = {
  name: 'authorization_code',
  required: ['code'],
  optional: ['redirect_uri', 'code_verifier', 'authorization_details'],
  presents: 'code',
  answer(context, { client, parameters, lookedUp, retryKey, proven }) {
    return redeem(context, {
      client,
      kind: 'ac',
      lookedUp,
      retryKey,
      proven,
      // A code's scope is what the user agreed to; §4.1.3 has no scope parameter.
      scope: undefined,
      resource: parameters.all('resource'),
      details: parameters.one('authorization_details'),
      checkBindings: checkCodeBindings({
        redirectUri: parameters.one('redirect_uri'),
        verifier: parameters.one('code_verifier'),
      }),
    })
  },
}
