/** For every reason for which an assertion or a workload's token is refused, a request with one. */

import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { assertionReasons } from '../../src/explanations/reasons/assertions.ts'
import { ACT } from '../act.ts'
import { type Credentials, post } from '../integrator.ts'
import { trust } from '../trusted-issuer.ts'
import { known, newClient, secret, server, token } from './telling-requests.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const ISSUER = 'https://idp.example'
const pair = generateKeyPair('ES256', { extractable: true })

async function sign(claims: object): Promise<string> {
  const { privateKey } = await pair
  const jwt = await new SignJWT({ ...claims, told: secret('claim') })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey)
  return known('assertion', jwt)
}

/** A client that an issuer of its own vouches for. */
async function newAgent({ provisions = true, reachable = true } = {}) {
  const as = await newClient({ grantTypes: [GRANT], redirectUris: [] })
  const issuer = `${ISSUER}/${randomUUID()}`
  const jwks = reachable ? { keys: [await exportJWK((await pair).publicKey)] } : null
  const rules = { clients: { [as.id]: '' }, scope: 'read', provisions, jwks }
  const trusted = await trust(server, { issuer, purpose: 'jwt-bearer', ...rules })
  const present = (assertion: string) => token({ grant_type: GRANT, assertion }, as)
  const claims = (changed: object = {}) => {
    const now = server.clock.now()
    const named = { iss: issuer, sub: 'ada', aud: server.issuer, jti: randomUUID() }
    return { ...named, iat: now, exp: now + 60, ...changed }
  }
  return { as, trusted, present, claims }
}

async function presentChanged(changed: object): Promise<void> {
  const { present, claims } = await newAgent()
  await present(await sign(claims(changed)))
}

/** With a token of a workload, which the client is not. */
async function asWorkload({ id }: Credentials): Promise<void> {
  await token({
    ...{ grant_type: 'refresh_token', refresh_token: secret('refresh token'), client_id: id },
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await sign({ iss: ISSUER, sub: 'repo:acme/shop', aud: server.issuer }),
  })
}

export const assertionProvocations: Readonly<
  Record<keyof typeof assertionReasons, () => Promise<unknown>>
> = {
  grant_assertion_unreadable: async () => (await newAgent()).present(secret('assertion')),
  issuer_not_trusted: () => presentChanged({ iss: ISSUER }),
  client_cannot_assert: async () => {
    const described = { isPublic: true, trusted: false, grantTypes: [GRANT], redirectUris: [] }
    const { client } = await server.register(described)
    await token({ grant_type: GRANT, client_id: client.id, assertion: secret('assertion') })
  },
  grant_assertion_wrong: async () => {
    const { present, claims } = await newAgent()
    const text = await sign(claims())
    await present(known('forged', `${text.slice(0, -8)}AAAAAAAA`))
  },
  grant_assertion_claims: () => presentChanged({ aud: ISSUER }),
  grant_assertion_used: async () => {
    const { present, claims } = await newAgent()
    const once = await sign(claims())
    await present(once)
    await present(once)
  },
  assertion_subject_unknown: async () => {
    const { present, claims } = await newAgent({ provisions: false })
    await present(await sign(claims()))
  },
  assertion_after_end: async () => {
    const { present, claims, trusted } = await newAgent()
    await present(await sign(claims()))
    const account = await server.store.accounts.findByIdentity(trusted.provider, 'ada')
    const accountId = account?.id ?? ''
    await server.store.consents.withdrawAll(accountId, 'revoked_by_user', ACT)
    await present(await sign(claims()))
  },
  issuer_keys_unavailable: async () => {
    const { present, claims } = await newAgent({ reachable: false })
    await present(await sign(claims()))
  },
  issuer_logout_refused: () =>
    post(`${server.issuer}/oauth2/backchannel-logout`, { logout_token: secret('logout token') }),
  workload_refused: async () => asWorkload(await newClient()),
}
