import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Authorization: Bearer opens what the scope allows',
    source: 'RFC 6750 §2.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken } = await obtainTokens(issuer, { scope: resource.scope })
    assert.equal((await callApi(resource, [bearer(accessToken)])).status, 200)
  },
)
