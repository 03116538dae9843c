import assert from 'node:assert/strict'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The issuer is configured, never taken from Host or X-Forwarded-*',
    source: 'Mandate §0',
    scenario: 51,
  },
  async (issuer) => {
    const openid = `${issuer.issuer}/.well-known/openid-configuration`
    const isThere = (await send(openid)).status === 200
    const address = isThere ? openid : `${issuer.issuer}/.well-known/oauth-authorization-server`
    for (const [name, value] of [
      ['Host', 'evil.example'],
      ['X-Forwarded-Host', 'evil.example'],
      ['X-Forwarded-Proto', 'gopher'],
      ['Forwarded', 'host=evil.example;proto=gopher'],
    ] as const) {
      const { json } = await send(address, { headers: [[name, value]] })
      assert.deepEqual(json, (await send(address)).json, name)
      assert.equal(json['issuer'], issuer.issuer, name)
    }
  },
)
