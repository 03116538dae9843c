import { expectCode } from '../../expect.ts'
import { authorizationAddress, withQuery } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Multiple resource parameters MAY be used to indicate that the token is intended to be used at multiple resources',
    source: 'RFC 8707 §2',
  },
  async (issuer) => {
    const both = `resource=${encodeURIComponent(issuer.api.uri)}&resource=${encodeURIComponent(issuer.otherApi.uri)}`
    const arrival = await issuer.signedIn().goThrough(withQuery(authorizationAddress(issuer), both))
    expectCode(arrival)
  },
)
