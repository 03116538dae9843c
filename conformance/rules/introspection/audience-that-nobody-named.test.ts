import assert from 'node:assert/strict'
import { introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'aud is the intended audience: if neither request nor token named one, no API is told that it is intended',
    source: 'RFC 7662 §2.2',
    scenario: 74,
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    for (const by of [issuer.api, issuer.otherApi]) {
      const { json } = await introspect(issuer, accessToken, { by })
      assert.ok(![json['aud']].flat().includes(by.uri), by.uri)
    }
  },
)
