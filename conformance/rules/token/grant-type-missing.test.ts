import { expectError } from '../../expect.ts'
import { exchange, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The request is missing a required parameter: invalid_request',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const without = { grant_type: undefined }
    expectError(await exchange(issuer, 'x', { form: without }), 'invalid_request', 'no grant_type')
    const code = { code: undefined }
    expectError(await exchange(issuer, 'x', { form: code }), 'invalid_request', 'no code')
    const token = { refresh_token: undefined }
    expectError(await refresh(issuer, 'x', { form: token }), 'invalid_request', 'no refresh_token')
  },
)
