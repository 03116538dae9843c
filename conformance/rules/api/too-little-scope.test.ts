import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { obtainTokens } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The request requires higher privileges than provided: 403 insufficient_scope, with the scope that is needed',
    source: 'RFC 6750 §3.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const scope = offered(resource.tooLittle, 'a scope that is too little')
    const { accessToken } = await obtainTokens(issuer, { scope })
    const answer = await callApi(resource, [bearer(accessToken)])
    const challenge = challengeIn(answer)
    assert.deepEqual([answer.status, challenge.get('error')], [403, 'insufficient_scope'])
    assert.notEqual(challenge.get('scope') ?? '', '')
  },
)
