import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, isActive, obtainCode, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A forged code for a live grant changes nothing',
    source: 'Mandate §3',
    scenario: 4,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const { accessToken } = tokensOf(await exchange(issuer, code))
    for (const at of [Math.floor(code.length / 2), code.length - 10, code.length - 1]) {
      const other = code[at] === 'A' ? 'B' : 'A'
      const forged = code.slice(0, at) + other + code.slice(at + 1)
      expectError(await exchange(issuer, forged), 'invalid_grant', `character ${at}`)
    }
    assert.equal(await isActive(issuer, accessToken), true)
  },
)
