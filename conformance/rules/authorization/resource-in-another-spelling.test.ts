import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'URIs that differ in the case of the host, the default port or an empty path are equivalent: one resource, returned as registered',
    source: 'RFC 3986 §6.2.2, §6.2.3',
    scenario: 69,
  },
  async (issuer) => {
    const { uri } = issuer.api
    for (const resource of [`${uri}/`, uri.toUpperCase(), `${uri}:443/`, `${uri}/a/../`]) {
      const { accessToken } = await obtainTokens(issuer, { resource })
      const { json } = await introspect(issuer, accessToken)
      assert.equal(json['active'], true, resource)
      assert.deepEqual([json['aud']].flat(), [uri], resource)
    }
  },
)
