import { expectError } from '../../expect.ts'
import { obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The requested scope is malformed: invalid_scope',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    for (const scope of ['all  all', '"all"', 'all\n']) {
      expectError(
        await refresh(issuer, refreshToken, { form: { scope } }),
        'invalid_scope',
        JSON.stringify(scope),
      )
    }
  },
)
