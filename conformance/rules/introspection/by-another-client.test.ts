import assert from 'node:assert/strict'
import { credentialsOf, introspect, obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A confidential client may ask about its own tokens and learns nothing about those of others',
    source: 'RFC 7662 §4',
  },
  async (issuer) => {
    const { accessToken } = await obtainTokens(issuer)
    const own = await introspect(issuer, accessToken, { by: credentialsOf(issuer, 'plain') })
    assert.equal(own.json['active'], true)
    const others = await introspect(issuer, accessToken, { by: credentialsOf(issuer, 'other') })
    assert.deepEqual(others.json, { active: false })
  },
)
