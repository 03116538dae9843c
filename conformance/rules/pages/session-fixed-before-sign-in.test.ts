import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The session id is renewed at sign-in: earlier cookies are not signed in',
    source: 'RFC 6819 §5.1.4.2',
    scenario: 45,
  },
  async (issuer) => {
    const victim = issuer.newBrowser()
    const page = await victim.visit(authorizationAddress(issuer))
    const before = victim.cookies()
    expectCode(await victim.goThrough(authorizationAddress(issuer)))
    const changed = victim
      .cookies()
      .filter(({ name, value }) => !before.some((old) => old.name === name && old.value === value))
    assert.ok(changed.length > 0, 'the sign-in set a cookie of its own')
    const attacker = issuer.newBrowser()
    const header = before.map(({ name, value }) => `${name}=${value}`).join('; ')
    const answer = await attacker.send(authorizationAddress(issuer, { prompt: 'none' }), {
      headers: [['Cookie', header]],
    })
    assert.match(answer.headers.location ?? '', /[?&]error=(login|interaction)_required/)
    assert.equal(page.at, 'page')
  },
)
