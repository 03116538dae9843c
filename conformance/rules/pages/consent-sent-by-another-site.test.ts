import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The server MUST implement CSRF protection for its authorization endpoint: a consent form sent by another site grants nothing',
    source: 'RFC 6749 §10.12',
    scenario: 42,
  },
  async (issuer) => {
    offered(issuer.ownPages, 'a page of its own')
    const browser = issuer.signedIn()
    const page = await browser.visit(authorizationAddress(issuer, {}, { as: 'withHostileName' }))
    for (const headers of [
      [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Origin', 'https://evil.example'],
      ],
      [['Origin', 'https://evil.example']],
      [['Origin', 'null']],
      [['Sec-Fetch-Site', 'same-site']],
    ] as const) {
      const arrival = await browser.submit(page, { headers })
      assert.equal(arrival.at, 'page', JSON.stringify(headers))
    }
  },
)
