import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Parameters sent without a value MUST be treated as if they were omitted from the request',
    source: 'RFC 6749 §3.1, §3.2',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, { state: '', login_hint: '', response_mode: '' })
    const tokens = tokensOf(
      await exchange(issuer, code, { form: { code_verifier: '', scope: '' } }),
    )
    expectTokens(await refresh(issuer, tokens.refreshToken, { form: { scope: '' } }))
    expectError(
      await refresh(issuer, ''),
      'invalid_request',
      'an empty refresh_token is a missing one',
    )
  },
)
