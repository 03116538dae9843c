import { expectError } from '../../expect.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { pushAddress } from '../../parties/push.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A confidential client has to authenticate to push a request',
    source: 'RFC 9126 §2.1',
  },
  async (issuer) => {
    const { id, redirectUris } = issuer.clients.plain
    const form = { response_type: 'code', client_id: id, redirect_uri: redirectUris[0] }
    const answer = await send(pushAddress(issuer), { headers: [FORM], body: formOf(form) })
    expectError(answer, 'invalid_client')
  },
)
