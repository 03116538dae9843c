import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { type Made, newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An API takes a bound token with a proof of its key for this request, and never as a plain bearer token',
    source: 'RFC 9449 §7.1, §7.2',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    const [mine, theirs] = [await newProver(issuer), await newProver(issuer)]
    const code = await obtainCode(issuer, { scope: resource.scope })
    const login = await exchange(issuer, code, { headers: [await mine.prove()] })
    const token = String(login.json['access_token'])
    const usual: Made = { method: 'GET', uri: resource.url, token }
    const call = async (proof?: Awaited<ReturnType<typeof mine.prove>>) =>
      callApi(resource, [bearer(token, 'DPoP'), ...(proof === undefined ? [] : [proof])])
    assert.equal((await call(await mine.prove(usual))).status, 200)
    const wrong = [
      await theirs.prove(usual),
      await mine.prove({ ...usual, method: 'POST' }),
      await mine.prove({ ...usual, uri: issuer.metadata.token_endpoint }),
      await mine.prove({ ...usual, token: 'another' }),
    ]
    // RFC 6750 §3.1 has 400 for a request that lacks a parameter, and RFC 9449 does not say.
    assert.match(String((await call()).status), /^40[01]$/)
    for (const [place, proof] of wrong.entries()) {
      const answer = await call(proof)
      assert.equal(answer.status, 401, `number ${place}`)
      assert.match(challengeIn(answer).get('scheme') ?? '', /^dpop$/i, `number ${place}`)
    }
    assert.equal((await callApi(resource, [bearer(token)])).status, 401)
  },
)
