import { expectCode } from '../../expect.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'offline_access is never a reason to refuse: a client that may not have it gets the rest',
    source: 'OpenID Connect Core §11, RFC 6749 §3.3',
  },
  async (issuer) => {
    expectCode(await authorize(issuer, { scope: 'all offline_access' }))
  },
)
