import type { GrantType } from './grant-type.ts'
import { redeem } from './redeem.ts'

/** RFC 6749 §6. */
export const refreshToken: GrantType = {
  name: 'refresh_token',
  required: ['refresh_token'],
  optional: ['scope', 'authorization_details'],
  presents: 'refresh_token',
  answer(context, { client, parameters, lookedUp, retryKey, proven }) {
    return redeem(context, {
      client,
      kind: 'rt',
      lookedUp,
      retryKey,
      proven,
      scope: parameters.one('scope'),
      resource: parameters.all('resource'),
      details: parameters.one('authorization_details'),
      checkBindings: () => {},
    })
  },
}
