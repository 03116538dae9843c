import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Errors are a JSON object with error, error_description and error_uri, status 400',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const answer = await exchange(issuer, 'unknown')
    expectError(answer, 'invalid_grant')
    assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
    assert.ok(String(answer.json['error_description'] ?? '').length > 0, 'a description')
    assert.ok(URL.canParse(String(answer.json['error_uri'])), 'a page that explains it')
  },
)
