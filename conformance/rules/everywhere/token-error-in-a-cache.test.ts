import { expectNotStored } from '../../expect.ts'
import { exchange, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Errors of the token endpoint are not stored by caches either',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    expectNotStored(await exchange(issuer, 'unknown'), 'invalid_grant')
    expectNotStored(await postToken(issuer, 'grant_type=authorization_code'), 'invalid_client')
  },
)
