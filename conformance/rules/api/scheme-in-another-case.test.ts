import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The scheme Bearer is case-insensitive',
    source: 'RFC 9110 §11.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const { accessToken } = await obtainTokens(issuer, { scope: resource.scope })
    for (const scheme of ['bearer', 'BEARER']) {
      assert.equal((await callApi(resource, [bearer(accessToken, scheme)])).status, 200, scheme)
    }
  },
)
