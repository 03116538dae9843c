import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { FORM } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The authorization server MUST support the use of GET and MAY support the use of POST for the authorization endpoint',
    source: 'RFC 6749 §3.1',
  },
  async (issuer) => {
    const { searchParams } = new URL(authorizationAddress(issuer, { state: 'by post' }))
    const address = issuer.metadata.authorization_endpoint
    const arrival = await issuer
      .signedIn()
      .visit(address, { headers: [FORM], body: String(searchParams) })
    assert.equal(expectCode(arrival).get('state'), 'by post')
  },
)
