import assert from 'node:assert/strict'
import { expectError } from '../../expect.ts'
import { offered } from '../../issuer.ts'
import { exchange, obtainCode, refresh, revoke, tokensOf, withQuery } from '../../parties/client.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: "Credentials are not stored in cleartext: no code, token, client secret or password is in the database, its log or the server's log",
    source: 'RFC 6819 §5.1.4.1.3',
    scenario: 36,
  },
  async (issuer) => {
    const traces = offered(issuer.traces, 'a look at its disk')
    const code = await obtainCode(issuer)
    const first = tokensOf(await exchange(issuer, code))
    const second = tokensOf(await refresh(issuer, first.refreshToken))
    await send(
      withQuery(issuer.metadata.token_endpoint, { code, refresh_token: second.refreshToken }),
    )
    expectError(await exchange(issuer, code), 'invalid_grant')
    await revoke(issuer, second.refreshToken)
    const clients = Object.values(issuer.clients).flatMap(({ secret }) => secret ?? [])
    const secrets = [code, ...Object.values(first), ...Object.values(second), ...clients]
    const searched = await traces()
    assert.ok(searched.some(({ bytes }) => bytes.includes(issuer.clients.plain.id)))
    for (const { where, bytes } of searched) {
      for (const secret of [...secrets, issuer.user.password]) {
        assert.equal(bytes.includes(secret), false, `${secret.slice(0, 7)}… in ${where}`)
      }
    }
  },
)
