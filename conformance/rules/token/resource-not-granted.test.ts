import { expectError } from '../../expect.ts'
import { exchange, obtainCode, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A resource that was not granted: invalid_target',
    source: 'RFC 8707 §2.2',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, { resource: issuer.api.uri })
    const { refreshToken } = tokensOf(await exchange(issuer, code))
    const form = { resource: issuer.otherApi.uri }
    expectError(await refresh(issuer, refreshToken, { form }), 'invalid_target')
  },
)
