import assert from 'node:assert/strict'
import { isActive, obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A public client may revoke its own tokens',
    source: 'RFC 7009 §2.1',
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer, {}, { as: 'native' })
    assert.equal((await revoke(issuer, refreshToken, { as: 'native' })).status, 200)
    assert.equal(await isActive(issuer, accessToken), false)
  },
)
