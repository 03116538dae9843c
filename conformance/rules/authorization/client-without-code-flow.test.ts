import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that may not use the code flow gets unauthorized_client; if no grant type works without a browser, there is no such client',
    source: 'RFC 6749 §4.1.2.1',
  },
  async (issuer) => {
    const withBrowser = ['authorization_code', 'refresh_token', 'implicit']
    const others = listed(issuer, 'grant_types_supported').filter(
      (type) => !withBrowser.includes(type),
    )
    assert.deepEqual(
      others,
      [],
      'with these, register a client that may use no other and ask for a code',
    )
  },
)
