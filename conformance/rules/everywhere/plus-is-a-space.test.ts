import assert from 'node:assert/strict'
import { expectCode } from '../../expect.ts'
import { withQuery } from '../../parties/client.ts'
import { formOf } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Form values: a space is +, and %26 %25 %2B are characters of the value',
    source: 'RFC 6749 App. B',
  },
  async (issuer) => {
    const query = `${formOf({ response_type: 'code', client_id: issuer.clients.plain.id, ...issuer.usualParameters })}&state=+%25%26%2B`
    const address = withQuery(issuer.metadata.authorization_endpoint, query)
    const answered = expectCode(await issuer.signedIn().goThrough(address))
    assert.equal(answered.get('state'), ' %&+')
  },
)
