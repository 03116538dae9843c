import { expectNotStored } from '../../expect.ts'
import { revoke } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Answers of the revocation endpoint are not stored by caches',
    source: 'Mandate §0',
  },
  async (issuer) => {
    expectNotStored(await revoke(issuer, 'unknown'), 'an unknown token')
  },
)
