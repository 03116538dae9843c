import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { credentialsOf, introspect, obtainTokens, refresh, tokensOf } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Each refresh token is good for 365 days from its own issue',
    source: 'Mandate §3',
  },
  async (issuer) => {
    const seconds = offered(issuer.refreshTokenSeconds, 'a promise of how long')
    const { refreshToken } = await obtainTokens(issuer)
    const second = tokensOf(await refresh(issuer, refreshToken))
    const { json } = await introspect(issuer, second.refreshToken, {
      by: credentialsOf(issuer, 'plain'),
    })
    assert.equal(json['active'], true)
    assert.equal(Number(json['exp']) - Number(json['iat']), seconds)
  },
)
