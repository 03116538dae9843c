import assert from 'node:assert/strict'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'With max_age there is an auth_time, and it is not older than that',
    source: 'OpenID Connect Core §2, §3.1.2.1',
  },
  async (issuer) => {
    const { claims } = await readIdToken(issuer, await signInFor(issuer, { max_age: '3600' }))
    const age = Date.now() / 1000 - Number(claims['auth_time'])
    assert.ok(age > -30 && age < 3_630, `auth_time is ${age} s ago`)
  },
)
