import assert from 'node:assert/strict'
import { expectNotStored, expectTokens } from '../../expect.ts'
import { askForOwnToken } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client in its own name gets an access token; a refresh token SHOULD NOT be included, and the answer is not cached',
    source: 'RFC 6749 §4.4.3',
  },
  async (issuer) => {
    const answer = await askForOwnToken(issuer, { scope: 'notes:read' })
    expectTokens(answer)
    assert.equal(answer.json['refresh_token'], undefined)
    assert.equal(answer.json['id_token'], undefined, 'there is no user')
    expectNotStored(answer, 'the answer')
  },
)
