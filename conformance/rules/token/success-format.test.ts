import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A successful answer has access_token, token_type, expires_in as a number, refresh_token and scope',
    source: 'RFC 6749 §5.1',
  },
  async (issuer) => {
    const answer = await exchange(issuer, await obtainCode(issuer))
    expectTokens(answer)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
    assert.match(String(answer.json['token_type']), /^bearer$/i)
    assert.equal(answer.json['expires_in'], 300)
    assert.equal(typeof answer.json['refresh_token'], 'string')
    assert.equal(answer.json['scope'], 'all')
  },
)
