import { expectError } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The authorization code MUST expire shortly after it is issued',
    source: 'RFC 6749 §4.1.2',
  },
  async (issuer) => {
    const { code } = await offered(issuer.expired, 'a short lifetime')()
    expectError(await exchange(issuer, code), 'invalid_grant')
  },
)
