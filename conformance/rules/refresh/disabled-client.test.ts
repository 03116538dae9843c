import assert from 'node:assert/strict'
import { expectError, expectErrorPage } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import {
  authorizationAddress,
  exchange,
  isActive,
  obtainCode,
  obtainTokens,
  refresh,
} from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Nothing is issued to or honoured from a client that is disabled',
    source: 'Mandate §3',
    scenario: 39,
  },
  async (issuer) => {
    const operator = offered(issuer.operator, 'an operator')
    const tokens = await obtainTokens(issuer, {}, { as: 'other' })
    const code = await obtainCode(issuer, {}, { as: 'other' })
    await operator.disableClient(issuer.clients.other)
    try {
      expectError(await exchange(issuer, code, { as: 'other' }), 'invalid_client')
      expectError(await refresh(issuer, tokens.refreshToken, { as: 'other' }), 'invalid_client')
      assert.equal(await isActive(issuer, tokens.accessToken), false)
      expectErrorPage(
        await issuer.signedIn().visit(authorizationAddress(issuer, {}, { as: 'other' })),
      )
    } finally {
      await operator.enableClient(issuer.clients.other)
    }
  },
)
