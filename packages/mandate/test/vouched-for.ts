/** A client that an issuer of its own vouches for, about one person. */

import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { ACT } from './act.ts'
import { type Answer, type Credentials, post } from './integrator.ts'
import type { RunningServer } from './running-server.ts'
import { trust } from './trusted-issuer.ts'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const pair = generateKeyPair('ES256')

/** Trusts the issuer, links the person to it, and returns a way to present a new assertion. */
export async function vouchedFor(
  server: RunningServer,
  { as, accountId, scope }: { readonly as: Credentials; accountId: string; scope: string },
): Promise<() => Promise<Answer>> {
  const { publicKey, privateKey } = await pair
  const iss = `https://idp.example/${as.id}`
  const grantTypes = ['authorization_code', JWT_BEARER]
  await server.store.clients.update(as.id, { grantTypes }, ACT)
  await server.store.accounts.link(accountId, { provider: iss, subject: 'ada' }, ACT)
  const jwks = { keys: [await exportJWK(publicKey)] }
  await trust(server, { issuer: iss, purpose: 'jwt-bearer', clients: { [as.id]: '' }, scope, jwks })
  return async () => {
    const iat = server.clock.now()
    const named = { iss, sub: 'ada', aud: server.issuer, jti: randomUUID(), iat, exp: iat + 60 }
    const jwt = new SignJWT(named).setProtectedHeader({ alg: 'ES256' })
    const form = { grant_type: JWT_BEARER, assertion: await jwt.sign(privateKey) }
    return post(`${server.issuer}/oauth2/token`, form, { as })
  }
}
