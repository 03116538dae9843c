import assert from 'node:assert/strict'
import { authorizationAddress } from '../../parties/client.ts'
import { formsIn } from '../../parties/forms.ts'
import { FORM, formOf } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server SHOULD use 303, never 307 or 308, when it redirects after a form with credentials',
    source: 'RFC 9700 §4.12',
  },
  async (issuer) => {
    const browser = issuer.newBrowser()
    const page = await browser.visit(authorizationAddress(issuer))
    assert.equal(page.at, 'page')
    const form = formsIn(page.answer.text).find(({ inputs }) => inputs.has('password'))
    assert.ok(form, 'a form with a password')
    const address = new URL(form.action || page.address, page.address).href
    const { username, password } = issuer.user
    const fields = Object.fromEntries(
      [...form.inputs].map(([name, value]) => [name, value || username]),
    )
    const answer = await browser.send(address, {
      headers: [FORM],
      body: formOf({ ...fields, password }),
    })
    assert.equal(answer.status, 303)
  },
)
