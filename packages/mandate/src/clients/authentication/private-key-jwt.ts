/** An assertion signed with a private key of the client (OpenID Connect Core §9). */

import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { readJwtOf } from '../keys.ts'
import { profileOf } from '../metadata/profile.ts'
import { acceptAssertion, readAssertion, refuseAssertionOfOthers } from './assertion.ts'
import type { Claim, SentCredentials } from './method.ts'
import { nobodysKeys } from './nobodys-keys.ts'

export function recognisePrivateKeyJwt(credentials: SentCredentials): Claim | undefined {
  const sent = readAssertion(credentials)
  if (sent === undefined || sent.alg.startsWith('HS')) return undefined
  return {
    methods: ['private_key_jwt'],
    clientId: sent.clientId,
    async verify(registered, context) {
      if (registered?.authentication.method !== 'private_key_jwt') {
        return refuseAssertionOfOthers(context, registered, {
          sent,
          used: 'private_key_jwt',
          algorithms: ASYMMETRIC_ALGORITHMS,
          keys: { are: 'public', set: nobodysKeys },
        })
      }
      const { metadata = {} } = registered
      const { token_endpoint_auth_signing_alg: only } = metadata
      const possible = profileOf(registered)?.algorithms ?? ASYMMETRIC_ALGORITHMS
      const algorithms = possible.filter((one) => only === undefined || one === only)
      const { clientKeys } = context
      await acceptAssertion(context, registered, {
        ...{ sent, algorithms },
        read: (rules) => readJwtOf({ metadata }, sent.text, { ...rules, clientKeys }),
      })
    },
  }
}
