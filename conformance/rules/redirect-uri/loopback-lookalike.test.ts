import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The loopback exception is for 127.0.0.1 and [::1]: a host that only looks like them is refused',
    source: 'RFC 8252 §7.3',
    scenario: 23,
  },
  async (issuer) => {
    for (const redirect_uri of [
      'http://127.0.0.1.evil.example/cb',
      'http://localhost.evil.test/cb',
      'http://evil.example@127.0.0.1/cb',
      'http://127.0.0.1@evil.example/cb',
      'http://127.0.0.1:80@evil.example/cb',
      'http://127.0.0.1:53682\\@evil.example/cb',
    ]) {
      const address = authorizationAddress(issuer, { redirect_uri }, { as: 'native' })
      expectErrorPage(await issuer.newBrowser().visit(address), redirect_uri)
    }
  },
)
