import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A resource that is unknown or malformed: invalid_target, and the code is not used up',
    source: 'RFC 8707 §2.2',
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    for (const resource of ['https://unheard-of.example', 'not a uri']) {
      expectError(await exchange(issuer, code, { form: { resource } }), 'invalid_target', resource)
    }
    expectTokens(await exchange(issuer, code))
  },
)
