import { expectError, expectTokens } from '../../expect.ts'
import { basic, credentialsOf, obtainTokens, refresh, withQuery } from '../../parties/client.ts'
import { FORM, formOf, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Parameters in the query get invalid_request that says they belong in the body',
    source: 'Mandate §3',
    scenario: 32,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const headers = [FORM, ['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const address = issuer.metadata.token_endpoint
    const query = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const answer = await send(withQuery(address, query), { headers, body: '' })
    expectError(answer, 'invalid_request')
    const both = await send(withQuery(address, { refresh_token: refreshToken }), {
      headers,
      body: formOf(query),
    })
    expectError(both, 'invalid_request', 'in both places')
    expectTokens(await refresh(issuer, refreshToken), 'the token was not used up')
  },
)
