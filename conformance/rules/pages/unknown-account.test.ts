import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { unescapeHtml } from '../../parties/forms.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Unknown account and wrong password get the same answer',
    source: 'OWASP Authentication Cheat Sheet',
    scenario: 50,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const answers: string[] = []
    for (const username of [issuer.user.username, 'nobody.here@example.com']) {
      const browser = issuer.newBrowser()
      const page = await browser.visit(authorizationAddress(issuer))
      const user = { username, password: 'not the password' }
      const { at, answer } = await browser.submit(page, { user })
      assert.equal(at, 'page', `${username} was signed in`)
      const text = unescapeHtml(answer.text).replaceAll(username, '')
      answers.push(`${answer.status} ${text.replace(/pending=[\w.-]+/g, '')}`)
    }
    assert.equal(answers[0], answers[1])
  },
)
