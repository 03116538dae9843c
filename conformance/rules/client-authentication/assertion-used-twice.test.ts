import { expectError } from '../../expect.ts'
import { askSigned, assertion } from '../../parties/assertion.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The jti of an assertion is a single-use value: the same JWT again authenticates nobody',
    source: 'RFC 7523 §3, OpenID Connect Core §9',
  },
  async (issuer) => {
    const once = assertion(issuer)
    expectError(await askSigned(issuer, once), 'invalid_grant')
    expectError(await askSigned(issuer, once), 'invalid_client')
  },
)
