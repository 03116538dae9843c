import { expectTokens } from '../../expect.ts'
import { credentialsOf, exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Basic with the same client_id in the body is one mechanism and is accepted',
    source: 'Mandate §2',
    scenario: 31,
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const code = await obtainCode(issuer)
    expectTokens(await exchange(issuer, code, { form: { client_id: id } }))
  },
)
