import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MandateError } from '../src/index.ts'
import { startAuthorizationServer } from './authorization-server.ts'
import { inWorld, TIMEOUTS, type World } from './world.ts'

type Claims = Readonly<Record<string, unknown>>

/** A world whose server answers codes with this ID token, or none. */
function withIdToken(
  claims: (usual: Claims) => Claims | undefined,
  check: (world: World) => Promise<void>,
): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  return inWorld((issuer) => {
    const usual = { iss: issuer, sub: 'u1', aud: 'notes-sync', iat: now, exp: now + 60 }
    const idToken = (nonce: string | undefined) => claims({ ...usual, auth_time: now, nonce })
    return startAuthorizationServer(issuer, { idToken })
  }, check)
}

const SCOPE = 'openid all'

async function connect({ client, server }: World, maxAge?: number) {
  const by = client({ scope: SCOPE, timeouts: { ...TIMEOUTS, totalMs: 1_000 } })
  const { url, pending } = await by.startLogin(maxAge === undefined ? {} : { stepUp: { maxAge } })
  const { grantKey } = await by.finishLogin(await server.authorize(url), pending)
  return by.grant(grantKey)
}

test('a login with openid says who signed in, also after a refresh and in another process', () =>
  withIdToken(
    (usual) => usual,
    async (world) => {
      const grant = await connect(world, 600)
      const status = await grant.status()
      assert.ok(status.state === 'connected' && status.idToken !== undefined)
      assert.equal(status.idToken.claims.sub, 'u1')
      assert.match(status.idToken.token, /^ey.+\..+\..+$/)
      await grant.refresh()
      const { idToken } = { idToken: undefined, ...(await grant.status()) }
      assert.deepEqual(idToken, status.idToken)
    },
  ))

test('a login without openid sends no nonce and expects no ID token', () =>
  withIdToken(
    () => undefined,
    async ({ client, login, store }) => {
      const { url, pending } = await client().startLogin()
      assert.equal(new URL(url).searchParams.get('nonce'), null)
      assert.ok(!('idToken' in pending))
      const grantKey = await login()
      const held = await store.load(grantKey)
      assert.ok(held?.record.stage === 'live' && !('idToken' in held.record.tokens))
    },
  ))

const wrong: readonly (readonly [string, (usual: Claims) => Claims | undefined])[] = [
  ['is missing', () => undefined],
  ['repeats another nonce', (usual) => ({ ...usual, nonce: 'another' })],
  ['repeats no nonce', ({ nonce: _, ...usual }) => usual],
  ['is for another client', (usual) => ({ ...usual, aud: 'another' })],
  ['is of another server', (usual) => ({ ...usual, iss: 'https://other.example' })],
  ['is over', (usual) => ({ ...usual, exp: Number(usual['iat']) - 3_600 })],
  [
    'tells of too old a sign-in',
    (usual) => ({ ...usual, auth_time: Number(usual['iat']) - 3_600 }),
  ],
]
for (const [what, claims] of wrong) {
  test(`an ID token that ${what} ends the login, without another request`, () =>
    withIdToken(claims, async (world) => {
      await assert.rejects(
        connect(world, 600),
        (error) => error instanceof MandateError && error.code === 'id_token_invalid',
      )
      assert.equal(world.proxy.seen.length, 1)
    }))
}
