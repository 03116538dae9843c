import { expectError } from '../../expect.ts'
import { basic, credentialsOf } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Parameters are sent as application/x-www-form-urlencoded: anything else is invalid_request',
    source: 'RFC 6749 §3.2, App. B',
    scenario: 33,
  },
  async (issuer) => {
    const authorization = ['Authorization', basic(credentialsOf(issuer, 'plain'))] as const
    for (const [type, body] of [
      ['application/json', '{"grant_type":"refresh_token","refresh_token":"x"}'],
      ['application/json', '{'],
      ['multipart/form-data; boundary=x', '--x--'],
      ['text/plain', 'grant_type=refresh_token&refresh_token=x'],
    ] as const) {
      const headers = [['Content-Type', type], authorization] as const
      const answer = await send(issuer.metadata.token_endpoint, { headers, body })
      expectError(answer, 'invalid_request', type)
    }
  },
)
