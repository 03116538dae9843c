import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A request with a bad redirect URI is not redirected, whatever else is wrong with it',
    source: 'RFC 6749 §4.1.2.1',
    scenario: 25,
  },
  async (issuer) => {
    for (const wrong of [
      { prompt: 'none' },
      { scope: 'unheard-of' },
      { response_type: 'token' },
      { response_type: undefined },
      { code_challenge_method: 'plain' },
      { response_mode: 'form_post', prompt: 'none' },
    ]) {
      const parameters = { redirect_uri: 'https://evil.example/cb', ...wrong }
      const arrival = await issuer.newBrowser().visit(authorizationAddress(issuer, parameters))
      expectErrorPage(arrival, JSON.stringify(wrong))
    }
  },
)
