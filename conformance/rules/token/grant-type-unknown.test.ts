import { expectError } from '../../expect.ts'
import { refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The grant type is not supported by the authorization server: unsupported_grant_type',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    for (const grant_type of [
      'magic',
      'Refresh_Token',
      'urn:ietf:params:oauth:grant-type:saml2-bearer',
    ]) {
      expectError(
        await refresh(issuer, 'x', { form: { grant_type } }),
        'unsupported_grant_type',
        grant_type,
      )
    }
  },
)
