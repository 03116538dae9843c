import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, withQuery } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A state that repeats is invalid_request and is not echoed: it is unclear which one was meant',
    source: 'Mandate §1',
  },
  async (issuer) => {
    const address = withQuery(authorizationAddress(issuer), 'state=one&state=two')
    const answered = expectErrorAtClient(await issuer.signedIn().visit(address), 'invalid_request')
    assert.deepEqual(answered.getAll('state'), [])
  },
)
