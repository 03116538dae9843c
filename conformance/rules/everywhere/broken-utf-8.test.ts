import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { FORM, send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Bytes that are not UTF-8, raw or percent-encoded, are invalid_request',
    source: 'Mandate §0',
    scenario: 33,
  },
  async (issuer) => {
    const authorization = ['Authorization', basic(credentialsOf(issuer, 'plain'))] as const
    for (const broken of ['%A3', '%C0%80', '%ED%A0%80', '%FF']) {
      const form = `grant_type=refresh_token&refresh_token=x&note=${broken}`
      expectError(await postToken(issuer, form, [authorization]), 'invalid_request', broken)
    }
    const raw = Buffer.from('grant_type=refresh_token&refresh_token=\xa3', 'latin1')
    const answer = await send(issuer.metadata.token_endpoint, {
      headers: [FORM, authorization],
      body: raw,
    })
    expectError(answer, 'invalid_request', 'a raw byte')
  },
)
