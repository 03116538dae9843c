import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server is unable to handle the request for now: temporarily_unavailable, since a 503 cannot be returned via a redirect',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const whileLocked = offered(issuer.whileStorageFails, 'a storage that can be made to fail')
    const address = authorizationAddress(issuer, { state: 's' })
    const arrival = await whileLocked(() => issuer.signedIn().visit(address))
    const answered = expectErrorAtClient(arrival, 'temporarily_unavailable')
    assert.equal(answered.get('state'), 's')
  },
)
