import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { bearer, callApi, challengeIn } from '../../parties/api.ts'
import { send } from '../../parties/http.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Each refusal names the metadata of the resource, which names the authorization server',
    source: 'RFC 9728 §5.1',
  },
  async (issuer) => {
    const resource = offered(issuer.protectedResource, 'an API')
    for (const headers of [[], [bearer('unknown')]]) {
      const named = challengeIn(await callApi(resource, headers)).get('resource_metadata')
      assert.ok(named !== undefined, 'resource_metadata')
      // If the API is reached under another address than its name, its path is the same.
      const { pathname } = new URL(named)
      const { json } = await send(new URL(pathname, resource.url).href)
      assert.deepEqual(json['authorization_servers'], [issuer.issuer])
    }
  },
)
