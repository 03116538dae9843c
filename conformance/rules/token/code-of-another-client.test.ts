import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The code was issued to another client: invalid_grant, and the right client can still redeem it',
    source: 'RFC 6749 §4.1.3',
    scenario: 17,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const [redirect_uri] = issuer.clients.plain.redirectUris
    expectError(
      await exchange(issuer, code, { as: 'other', form: { redirect_uri } }),
      'invalid_grant',
    )
    expectTokens(await exchange(issuer, code))
  },
)
