import assert from 'node:assert/strict'
import { isActive, obtainTokens, refresh, revoke, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Revoking a used refresh token still ends its grant',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    assert.equal((await revoke(issuer, first.refreshToken)).status, 200)
    assert.equal(await isActive(issuer, second.accessToken), false)
  },
)
