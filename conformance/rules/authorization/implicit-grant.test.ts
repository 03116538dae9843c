import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The implicit grant is not offered: response_type=token issues no token in the redirect',
    source: 'RFC 9700 §2.1.2',
  },
  async (issuer) => {
    for (const response_type of ['token', 'id_token token', 'code token']) {
      const address = authorizationAddress(issuer, { response_type, nonce: 'n' })
      const arrival = await issuer.signedIn().visit(address)
      assert.equal(arrival.at, 'client', response_type)
      assert.doesNotMatch(arrival.address, /access_token=|code=/)
      // Some servers answer in the fragment here, since tokens would have gone there.
      assert.match(arrival.address, /[?&#]error=unsupported_response_type\b/, response_type)
    }
    const types = listed(issuer, 'response_types_supported')
    assert.equal(
      types.some((type) => type.split(' ').includes('token')),
      false,
    )
  },
)
