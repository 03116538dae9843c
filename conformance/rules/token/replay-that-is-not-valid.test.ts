import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange, isActive, obtainCode, PKCE, tokensOf, VERIFIER } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A replay that is not otherwise valid changes nothing: another client, another redirect URI, a wrong verifier',
    source: 'Mandate §3',
  },
  async (issuer) => {
    const code = await obtainCode(issuer, PKCE)
    const form = { code_verifier: VERIFIER }
    const { accessToken } = tokensOf(await exchange(issuer, code, { form }))
    expectError(await exchange(issuer, code, { as: 'other', form }), 'invalid_grant')
    expectError(await exchange(issuer, code), 'invalid_grant', 'no verifier')
    const elsewhere = { ...form, redirect_uri: 'https://other.example/cb' }
    expectError(await exchange(issuer, code, { form: elsewhere }), 'invalid_grant')
    assert.equal(await isActive(issuer, accessToken), true)
  },
)
