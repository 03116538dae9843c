import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { authorize } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'With response_mode=form_post the code comes in a form that posts itself, and nothing in the address',
    source: 'OAuth 2.0 Form Post Response Mode §2',
  },
  async (issuer) => {
    offered(issuer.metadata['jwks_uri'], 'OpenID Connect')
    const parameters = { scope: 'openid', response_mode: 'form_post', state: 's1' }
    const arrival = await authorize(issuer, parameters, { as: 'openid' })
    const answered = expectCode(arrival)
    assert.equal(answered.get('state'), 's1')
    assert.equal(arrival.address, issuer.clients.openid.redirectUris[0])
    assert.equal(arrival.answer.status, 200)
  },
)
