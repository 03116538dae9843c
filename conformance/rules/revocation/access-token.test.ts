import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { isActive, obtainTokens, refresh, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Revoking an access token ends only that token: the refresh token stays valid',
    source: 'RFC 7009 §2.1',
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    assert.equal((await revoke(issuer, accessToken)).status, 200)
    assert.equal(await isActive(issuer, accessToken), false)
    expectTokens(await refresh(issuer, refreshToken))
  },
)
