import assert from 'node:assert/strict'
import { postToken } from '../../parties/client.ts'
import { needsGrantType } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client credentials grant type MUST only be used by confidential clients: a public client gets no token',
    source: 'RFC 6749 §4.4',
  },
  async (issuer) => {
    needsGrantType(issuer, 'client_credentials')
    const client_id = issuer.clients.native.id
    const form = { grant_type: 'client_credentials', client_id }
    const { status, json } = await postToken(issuer, form)
    // No section says which error it is.
    assert.ok(status === 400 || status === 401, `${status}`)
    assert.equal(json['access_token'], undefined)
  },
)
