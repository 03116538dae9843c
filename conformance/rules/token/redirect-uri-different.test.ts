import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'redirect_uri is REQUIRED if it was in the authorization request, and their values MUST be identical',
    source: 'RFC 6749 §4.1.3',
    scenario: 19,
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    for (const redirect_uri of [
      'https://urltoclient:4443/',
      'https://URLTOCLIENT:4443',
      'https://other.example/cb',
    ]) {
      expectError(
        await exchange(issuer, code, { form: { redirect_uri } }),
        'invalid_grant',
        redirect_uri,
      )
    }
    expectTokens(await exchange(issuer, code), 'the code survives')
  },
)
