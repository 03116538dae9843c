import { expectError } from '../../expect.ts'
import { push } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A pushed request is checked as at the authorization endpoint, and refused in JSON',
    source: 'RFC 9126 §2.1',
  },
  async (issuer) => {
    const redirect_uri = 'https://evil.example/cb'
    expectError(await push(issuer, { redirect_uri }), 'invalid_request')
    expectError(await push(issuer, { response_type: 'never' }), 'unsupported_response_type')
  },
)
