import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  { rule: 'Pages of any origin may read the metadata', source: 'Mandate §0' },
  async (issuer) => {
    const origin = 'https://app.elsewhere.example'
    const address = `${issuer.issuer}/.well-known/oauth-authorization-server`
    const answer = await send(address, { headers: [['Origin', origin]] })
    const readers = answer.headers['access-control-allow-origin'] ?? ''
    assert.ok(['*', origin].includes(readers), readers)
  },
)
