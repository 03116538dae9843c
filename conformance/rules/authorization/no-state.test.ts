import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Without a state in the request there is none in the answer',
    source: 'RFC 6749 §4.1.2',
  },
  async (issuer) => {
    assert.equal(expectCode(await authorize(issuer)).has('state'), false)
  },
)
