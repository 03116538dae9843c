import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'state is required if it was present: the exact value, 1,000 characters and more',
    source: 'RFC 6749 §4.1.2',
  },
  async (issuer) => {
    const state = `${'0123456789~ %&+"<>'.repeat(60)}end`
    assert.equal(expectCode(await authorize(issuer, { state })).get('state'), state)
  },
)
