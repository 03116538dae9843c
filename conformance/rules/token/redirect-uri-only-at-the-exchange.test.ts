import { expectError } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The code is bound to the absence of a redirect_uri, too',
    source: 'Mandate §3',
    scenario: 19,
  },
  async (issuer) => {
    const code = await obtainCode(issuer, { redirect_uri: undefined })
    const redirect_uri = 'https://evil.example/cb'
    expectError(await exchange(issuer, code, { form: { redirect_uri } }), 'invalid_grant')
  },
)
