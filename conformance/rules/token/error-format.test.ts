import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { exchange } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Errors are a JSON object with error and error_description, status 400',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const answer = await exchange(issuer, 'unknown')
    expectError(answer, 'invalid_grant')
    assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/)
    assert.ok(String(answer.json['error_description'] ?? '').length > 0, 'a description')
  },
)

rule(
  {
    rule: 'error_uri identifies a human-readable web page with information about the error',
    source: 'Mandate §3',
  },
  async (issuer) => {
    const answer = await exchange(issuer, 'unknown')
    const address = String(answer.json['error_uri'])
    assert.ok(URL.canParse(address), 'error_uri is an address')
    const page = await send(address, { headers: [['Accept', 'text/html']] })
    assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    assert.equal(page.status, 200)
  },
)
