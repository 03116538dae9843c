import assert from 'node:assert/strict'
import { expectCode, expectError, expectErrorAtClient } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import {
  authorizationAddress,
  exchange,
  isActive,
  refresh,
  tokensOf,
} from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Nothing is issued or honoured for an account that is disabled',
    source: 'Mandate §3',
    scenario: 39,
  },
  async (issuer) => {
    const operator = offered(issuer.operator, 'an operator')
    const browser = issuer.newBrowser()
    const user = issuer.otherUser
    const arrival = await browser.goThrough(authorizationAddress(issuer), { user })
    const tokens = tokensOf(await exchange(issuer, expectCode(arrival).get('code') ?? ''))
    const next = await browser.goThrough(authorizationAddress(issuer), { user })
    await operator.disableUser(user)
    try {
      expectError(await exchange(issuer, expectCode(next).get('code') ?? ''), 'invalid_grant')
      expectError(await refresh(issuer, tokens.refreshToken), 'invalid_grant')
      assert.equal(await isActive(issuer, tokens.accessToken), false)
      const again = await browser.goThrough(authorizationAddress(issuer, { prompt: 'none' }), {
        user,
      })
      expectErrorAtClient(again, 'login_required')
    } finally {
      await operator.enableUser(user)
    }
  },
)
