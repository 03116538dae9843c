import { expectTokens } from '../../expect.ts'
import { assertion, exchangeSigned } from '../../parties/assertion.ts'
import { postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A JWT signed with a registered key, with iss and sub the client_id and aud the issuer, authenticates the client at the exchange and at the refresh',
    source: 'RFC 7523 §2.2, §3',
  },
  async (issuer) => {
    const exchanged = await exchangeSigned(issuer, assertion(issuer))
    expectTokens(exchanged)
    const refresh_token = String(exchanged.json['refresh_token'])
    const form = { grant_type: 'refresh_token', refresh_token, ...assertion(issuer) }
    expectTokens(await postToken(issuer, { client_id: issuer.clients.signing.id, ...form }))
  },
)
