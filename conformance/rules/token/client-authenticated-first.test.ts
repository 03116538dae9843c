import assert from 'node:assert/strict'
import { expectError, expectTokens } from '../../expect.ts'
import { basic, credentialsOf, exchange, obtainCode, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server authenticates the client before it looks at the code: a bad client learns nothing about it',
    source: 'RFC 6749 §4.1.3, §3.2.1',
  },
  async (issuer) => {
    const code = await obtainCode(issuer)
    const { id } = credentialsOf(issuer, 'plain')
    const [redirect_uri] = issuer.clients.plain.redirectUris
    const headers = [['Authorization', basic({ id, secret: 'wrong' })]] as const
    const form = { grant_type: 'authorization_code', redirect_uri }
    const live = await postToken(issuer, { ...form, code }, headers)
    const dead = await postToken(issuer, { ...form, code: 'unknown' }, headers)
    expectError(live, 'invalid_client')
    assert.equal(live.json['error_description'], dead.json['error_description'])
    expectTokens(await exchange(issuer, code), 'the code was not used up')
  },
)
