import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If multiple redirection URIs have been registered, the client MUST include a redirection URI',
    source: 'RFC 6749 §3.1.2.3',
  },
  async (issuer) => {
    const parameters = { redirect_uri: undefined }
    const address = authorizationAddress(issuer, parameters, { as: 'withSeveralUris' })
    expectErrorPage(await issuer.signedIn().visit(address))
  },
)
