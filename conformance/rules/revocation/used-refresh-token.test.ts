import assert from 'node:assert/strict'
import { isActive, obtainTokens, refresh, revoke, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh token that was used before still takes its grant along',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    assert.equal((await revoke(issuer, first.refreshToken)).status, 200)
    assert.equal(await isActive(issuer, second.accessToken), false)
  },
)
