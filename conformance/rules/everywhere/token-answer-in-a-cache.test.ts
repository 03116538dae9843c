import assert from 'node:assert/strict'
import { expectNotStored } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Token answers MUST include Cache-Control: no-store and Pragma: no-cache',
    source: 'RFC 6749 §5.1',
  },
  async (issuer) => {
    const answer = await exchange(issuer, await obtainCode(issuer))
    expectNotStored(answer, 'tokens')
    assert.equal(answer.headers.pragma, 'no-cache')
  },
)
