import assert from 'node:assert/strict'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A body beyond the size cap: 413, never a 5xx',
    source: 'RFC 9110 §15.5.14',
    scenario: 33,
  },
  async (issuer) => {
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const answer = await postToken(
      issuer,
      `grant_type=refresh_token&refresh_token=${'x'.repeat(1_000_000)}`,
      headers,
    )
    assert.equal(answer.status, 413)
  },
)
