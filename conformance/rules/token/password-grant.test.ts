import assert from 'node:assert/strict'
import { expectError, listed } from '../../expect.ts'
import { refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The resource owner password credentials grant MUST NOT be used',
    source: 'RFC 9700 §2.4',
  },
  async (issuer) => {
    const { username, password } = issuer.user
    const form = { grant_type: 'password', username, password, refresh_token: undefined }
    expectError(await refresh(issuer, 'x', { form }), 'unsupported_grant_type')
    const types = listed(issuer, 'grant_types_supported')
    assert.deepEqual([types.includes('password'), types.includes('implicit')], [false, false])
  },
)
