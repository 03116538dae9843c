import assert from 'node:assert/strict'
import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'HTML in a parameter is text on the error page',
    source: 'Mandate §0',
    scenario: 43,
  },
  async (issuer) => {
    const script = '<script>alert(1)</script>'
    for (const parameters of [
      { client_id: script },
      { redirect_uri: `https://evil.example/${script}` },
    ]) {
      const arrival = await issuer.newBrowser().visit(authorizationAddress(issuer, parameters))
      expectErrorPage(arrival)
      assert.equal(arrival.answer.text.includes(script), false)
    }
  },
)
