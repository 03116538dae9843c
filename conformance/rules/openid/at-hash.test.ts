import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readIdToken, signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'If there is an at_hash, it is the left half of the hash of the access token',
    source: 'OpenID Connect Core §3.1.3.6',
  },
  async (issuer) => {
    const answer = await signInFor(issuer)
    const { claims } = await readIdToken(issuer, answer)
    if (claims['at_hash'] === undefined) return
    const digest = hash('sha256', String(answer.json['access_token']), 'buffer')
    assert.equal(claims['at_hash'], digest.subarray(0, 16).toString('base64url'))
  },
)
