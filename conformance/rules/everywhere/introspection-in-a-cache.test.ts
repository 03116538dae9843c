import { expectNotStored } from '../../expect.ts'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The protected resource and caches learn of a changed state only if introspection answers are not stored',
    source: 'RFC 7662 §4',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    expectNotStored(await introspect(issuer, accessToken), 'active')
    expectNotStored(await introspect(issuer, 'unknown'), 'inactive')
  },
)
