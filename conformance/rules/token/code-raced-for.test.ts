import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client MUST NOT use the code more than once: of 50 concurrent exchanges at most one yields tokens',
    source: 'RFC 6749 §4.1.2',
    scenario: 2,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(issuer, code)))
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectError(answer, 'invalid_grant')
  },
)
