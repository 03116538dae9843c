import assert from 'node:assert/strict'
import { authorizationAddress, withQuery } from '../../parties/client.ts'
import { formsIn } from '../../parties/forms.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'GET and HEAD decide nothing: consent needs a form POST',
    source: 'RFC 6749 §10.12',
    scenario: 42,
  },
  async (issuer) => {
    const browser = issuer.signedIn()
    const page = await browser.visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    assert.equal(page.at, 'page')
    const [form] = formsIn(page.answer.text).filter(({ buttons }) => buttons.length > 0)
    const fields = { ...Object.fromEntries(form?.inputs ?? []), decision: 'allow' }
    const address = withQuery(new URL(form?.action || page.address, page.address).href, fields)
    for (const method of ['GET', 'HEAD']) {
      const answer = await browser.send(address, { method })
      assert.doesNotMatch(answer.headers.location ?? '', /[?&]code=/, method)
    }
  },
)
