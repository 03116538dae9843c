import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Unknown client and wrong secret: 401 invalid_client with WWW-Authenticate for Basic, and the same body for both',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    const known = credentialsOf(issuer, 'plain')
    const answers = []
    for (const credentials of [
      { id: known.id, secret: `${known.secret.slice(0, -2)}xx` },
      { id: 'client_nobody', secret: known.secret },
    ]) {
      const headers = [['Authorization', basic(credentials)]] as const
      const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', headers)
      expectError(answer, 'invalid_client')
      assert.match(answer.headers['www-authenticate'] ?? '', /^Basic realm="/i)
      const { error_uri: _, ...same } = answer.json
      answers.push(same)
    }
    assert.deepEqual(answers[0], answers[1])
  },
)
