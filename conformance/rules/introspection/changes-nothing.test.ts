import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { credentialsOf, introspect, obtainTokens, refresh } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Introspection writes nothing: asking uses up no token',
    source: 'Mandate §5',
  },
  async (issuer) => {
    const { accessToken, refreshToken } = await obtainTokens(issuer)
    const by = credentialsOf(issuer, 'plain')
    const first = await introspect(issuer, accessToken)
    for (let i = 0; i < 3; i++) await introspect(issuer, refreshToken, { by })
    assert.deepEqual((await introspect(issuer, accessToken)).json, first.json)
    expectTokens(await refresh(issuer, refreshToken))
  },
)
