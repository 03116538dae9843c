import assert from 'node:assert/strict'
import { isActive, obtainTokens, revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If the server is unable to locate the token using the given hint it MUST extend its search',
    source: 'RFC 7009 §2.1',
    scenario: 38,
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    const form = { token_type_hint: 'access_token' }
    assert.equal((await revoke(issuer, refreshToken, { form })).status, 200)
    assert.equal(await isActive(issuer, accessToken), false)
    const other = await obtainTokens(issuer)
    for (const token_type_hint of ['refresh_token', 'pac_token']) {
      assert.equal(
        (await revoke(issuer, other.accessToken, { form: { token_type_hint } })).status,
        200,
      )
    }
    assert.equal(await isActive(issuer, other.accessToken), false)
  },
)
