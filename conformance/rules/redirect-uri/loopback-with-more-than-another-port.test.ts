import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Only the port of a loopback URI is variable: another path, query, scheme or host is refused',
    source: 'RFC 8252 §8.10',
    scenario: 23,
  },
  async (issuer) => {
    for (const redirect_uri of [
      'http://127.0.0.1:53682/',
      'http://127.0.0.1:53682/cb/',
      'http://127.0.0.1:53682/cb?next=1',
      'https://127.0.0.1:53682/cb',
      'http://localhost:53682/cb',
      'http://127.0.0.2:53682/cb',
      'http://127.1:53682/cb',
      'http://2130706433:53682/cb',
      'http://127.0.0.1:99999/cb',
    ]) {
      const address = authorizationAddress(issuer, { redirect_uri }, { as: 'native' })
      expectErrorPage(await issuer.newBrowser().visit(address), redirect_uri)
    }
  },
)
