import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A token for another API is not active for the API that asks',
    source: 'RFC 7662 §4',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer, { resource: issuer.otherApi.uri })
    assert.deepEqual((await introspect(issuer, accessToken)).json, { active: false })
    const meant = await introspect(issuer, accessToken, { by: issuer.otherApi })
    assert.equal(meant.json['active'], true)
    assert.deepEqual([meant.json['aud']].flat(), [issuer.otherApi.uri])
  },
)
