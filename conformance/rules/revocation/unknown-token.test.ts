import assert from 'node:assert/strict'
import { obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Invalid tokens do not cause an error response: 200',
    source: 'RFC 7009 §2.2',
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    for (const token of ['unknown', refreshToken.slice(0, -3), '\u{1f4a9}']) {
      assert.equal((await revoke(issuer, token)).status, 200)
    }
    assert.equal((await revoke(issuer, refreshToken)).status, 200)
    assert.equal((await revoke(issuer, refreshToken)).status, 200, 'a second time')
  },
)
