import assert from 'node:assert/strict'
import { expectErrorAtClient, expectTokens } from '../../expect.ts'
import { type Issuer, offered } from '../../issuer.ts'
import {
  authorizationAddress,
  isActive,
  obtainTokens,
  refresh,
  revoke,
} from '../../parties/client.ts'
import { rule } from '../../rule.ts'

/** One outage for all three rules: a server waits some seconds before it gives up. */
const outages = new WeakMap<Issuer, ReturnType<typeof suffer>>()

function outageOf(issuer: Issuer): ReturnType<typeof suffer> {
  const outage = outages.get(issuer) ?? suffer(issuer)
  outages.set(issuer, outage)
  return outage
}

async function suffer(issuer: Issuer) {
  const during = offered(issuer.whileStorageFails, 'a storage that can be made to fail')
  const toRefresh = await obtainTokens(issuer)
  const toRevoke = await obtainTokens(issuer)
  const login = authorizationAddress(issuer, { state: 's' })
  const [refreshed, revoked, arrived] = await during(() =>
    Promise.all([
      refresh(issuer, toRefresh.refreshToken),
      revoke(issuer, toRevoke.refreshToken),
      issuer.signedIn().visit(login),
    ]),
  )
  return { toRefresh, toRevoke, refreshed, revoked, arrived }
}

rule(
  {
    rule: 'Storage trouble is 503 with Retry-After, never invalid_grant: clients must not throw away a good token',
    source: 'Mandate §0',
    scenario: 14,
  },
  async (issuer) => {
    const { refreshed, toRefresh } = await outageOf(issuer)
    assert.equal(refreshed.status, 503)
    assert.match(refreshed.headers['retry-after'] ?? '', /^\d+$/)
    expectTokens(await refresh(issuer, toRefresh.refreshToken), 'the same request again')
  },
)

rule(
  {
    rule: 'If the server responds with 503, the client must assume the token still exists: a revocation that could not be stored is never answered with 200',
    source: 'RFC 7009 §2.2.1',
    scenario: 15,
  },
  async (issuer) => {
    const { revoked, toRevoke } = await outageOf(issuer)
    assert.equal(revoked.status, 503)
    assert.match(revoked.headers['retry-after'] ?? '', /^\d+$/)
    assert.equal(await isActive(issuer, toRevoke.accessToken), true)
  },
)

rule(
  {
    rule: 'The server is unable to handle the request for now: temporarily_unavailable, since a 503 cannot be returned via a redirect',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const { arrived } = await outageOf(issuer)
    const answered = expectErrorAtClient(arrived, 'temporarily_unavailable')
    assert.equal(answered.get('state'), 's')
  },
)
