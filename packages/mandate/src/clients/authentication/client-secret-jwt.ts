/** An assertion signed with the client's secret (OpenID Connect Core §9). */

import { SYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { type JwtKeys, readJwt } from '../../jwt/read.ts'
import { ClientKeysRefused } from '../keys.ts'
import { acceptAssertion, readAssertion, refuseAssertionOfOthers } from './assertion.ts'
import type { Claim, Registered, SentCredentials, VerifyingContext } from './method.ts'
import { openSecret } from './sealed-secret.ts'

/** For an unknown client there is a signature to check too. */
const NOBODYS: JwtKeys = { are: 'secrets', secrets: [new Uint8Array(64)] }

export function recogniseSecretJwt(credentials: SentCredentials): Claim | undefined {
  const sent = readAssertion(credentials)
  if (sent === undefined || !sent.alg.startsWith('HS')) return undefined
  return {
    methods: ['client_secret_jwt'],
    clientId: sent.clientId,
    async verify(registered, context) {
      if (registered?.authentication.method !== 'client_secret_jwt') {
        return refuseAssertionOfOthers(context, registered, {
          ...{ sent, used: 'client_secret_jwt', algorithms: SYMMETRIC_ALGORITHMS, keys: NOBODYS },
        })
      }
      const { token_endpoint_auth_signing_alg: only } = registered.metadata ?? {}
      const algorithms = SYMMETRIC_ALGORITHMS.filter((one) => only === undefined || one === only)
      await acceptAssertion(context, registered, {
        ...{ sent, algorithms },
        read: async (rules) => {
          const keys = { are: 'secrets', secrets: secretsOf(registered, context) } as const
          return readJwt(sent.text, { ...rules, keys })
        },
      })
    },
  }
}

/** The current secret and, until it expires, the one before the last rotation. */
function secretsOf(
  { id, authentication }: Registered,
  { keys, clock }: VerifyingContext,
): readonly Uint8Array[] {
  if (authentication.method !== 'client_secret_jwt') return []
  const { sealed, previous } = authentication
  const isPrevious = previous !== null && previous.expiresAt > clock.now()
  const all = [sealed, ...(isPrevious ? [previous.sealed] : [])]
  const secrets = all.flatMap((one) => openSecret(keys, id, one) ?? [])
  if (secrets.length === 0) {
    throw new ClientKeysRefused('The server key that its secret was kept under was retired.')
  }
  return secrets.map((secret) => Buffer.from(secret))
}
