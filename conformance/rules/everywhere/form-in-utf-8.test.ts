import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Form values are UTF-8: a password with “ %&+£€” signs in as +%25%26%2B%C2%A3%E2%82%AC, and not with £ as one byte',
    source: 'RFC 6749 App. B',
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const address = authorizationAddress(issuer)
    const { username, password } = issuer.user
    assert.match(password, / %&\+£€/)
    expectCode(await issuer.newBrowser().goThrough(address))
    const browser = issuer.newBrowser()
    const page = await browser.visit(address)
    const user = { username, password: password.replace('£', '\u00c2\u00a3') }
    const refused = await browser.submit(page, { user })
    assert.equal(refused.at, 'page', 'its UTF-8 bytes read as Latin-1 are another password')
  },
)
