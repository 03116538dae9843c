import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { basicOf, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Issued ids and secrets need no encoding, so clients that skip it work too',
    source: 'Mandate §2',
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    assert.match(id + secret, /^[A-Za-z0-9_-]+$/)
    const value = basicOf(`${id}:${secret}`)
    const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', [
      ['Authorization', value],
    ])
    expectError(answer, 'invalid_grant', 'the client was authenticated')
  },
)
