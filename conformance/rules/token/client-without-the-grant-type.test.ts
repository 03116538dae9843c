import { expectError, listed } from '../../expect.ts'
import { refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that may not use a grant type gets unauthorized_client; if every client may use every grant type offered, there is no such client',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const everyone = ['authorization_code', 'refresh_token', 'implicit']
    for (const grant_type of listed(issuer, 'grant_types_supported').filter(
      (type) => !everyone.includes(type),
    )) {
      expectError(
        await refresh(issuer, 'x', { form: { grant_type } }),
        'unauthorized_client',
        grant_type,
      )
    }
    expectError(await refresh(issuer, 'x'), 'invalid_grant', 'the plain client may refresh')
  },
)
