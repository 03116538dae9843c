import assert from 'node:assert/strict'
import { expectErrorAtClient } from '../../expect.ts'
import { authorizationAddress, exchange, obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Values for error_description MUST NOT include characters outside %x20-21 / %x23-5B / %x5D-7E',
    source: 'RFC 6749 §4.1.2.1, §5.2',
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const answers = [
      await exchange(issuer, '"\\\r\n\t\u00a3'),
      await refresh(issuer, refreshToken, { form: { scope: '"<\\>' } }),
      await refresh(issuer, refreshToken, { form: { grant_type: '"\\\r\n' } }),
    ]
    for (const { json } of answers) {
      assert.match(String(json['error_description'] ?? 'none'), /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    }
    const arrival = await issuer
      .signedIn()
      .visit(authorizationAddress(issuer, { scope: '"\\\r\n' }))
    const described =
      expectErrorAtClient(arrival, 'invalid_scope').get('error_description') ?? 'none'
    assert.match(described, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  },
)
