import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { isActive, obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A refresh does not end the previous access token',
    source: 'Mandate §3',
  },
  async (issuer) => {
    const first = await obtainTokens(issuer)
    expectTokens(await refresh(issuer, first.refreshToken))
    assert.equal(await isActive(issuer, first.accessToken), true)
  },
)
