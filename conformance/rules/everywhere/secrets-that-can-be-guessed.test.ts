import assert from 'node:assert/strict'
import { exchange, obtainCode, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The probability of an attacker guessing generated tokens MUST be less than or equal to 2^(-128) and SHOULD be less than or equal to 2^(-160)',
    source: 'RFC 6749 §10.10',
  },
  async (issuer) => {
    const codes: string[] = []
    const accessTokens: string[] = []
    const refreshTokens: string[] = []
    for (let i = 0; i < 8; i++) {
      const code = await obtainCode(issuer)
      const { accessToken, refreshToken } = tokensOf(await exchange(issuer, code))
      codes.push(code)
      accessTokens.push(accessToken)
      refreshTokens.push(refreshToken)
    }
    for (const secrets of [codes, accessTokens, refreshTokens]) {
      assert.equal(new Set(secrets).size, 8)
      // Characters that differ between them, at six bits each.
      const [first = ''] = secrets
      const varying = [...first].filter((character, i) =>
        secrets.some((one) => one[i] !== character),
      )
      assert.ok(varying.length * 6 >= 160, `${varying.length} characters vary`)
    }
  },
)
