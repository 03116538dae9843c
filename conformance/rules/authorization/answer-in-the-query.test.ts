import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The response parameters are added to the query component of the redirection URI: code, state and iss',
    source: 'RFC 6749 §4.1.2',
  },
  async (issuer) => {
    const arrival = await authorize(issuer, { state: 's' })
    const answered = expectCode(arrival)
    assert.deepEqual([...answered.keys()].sort(), ['code', 'iss', 'state'])
    assert.doesNotMatch(arrival.address, /#/)
  },
)
