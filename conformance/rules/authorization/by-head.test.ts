import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'HEAD never issues anything',
    source: 'Mandate §1',
    scenario: 42,
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    const address = authorizationAddress(issuer)
    expectCode(await browser.goThrough(address))
    const answer = await browser.send(address, { method: 'HEAD' })
    assert.doesNotMatch(answer.headers.location ?? '', /[?&#]code=/)
  },
)
