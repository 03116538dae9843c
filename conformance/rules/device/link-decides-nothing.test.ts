import assert from 'node:assert/strict'
import { offered } from '../../issuer.ts'
import { askForCodes, poll } from '../../parties/device.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Opening the link with the user code, even signed in, approves nothing: the person has to confirm it',
    source: 'RFC 8628 §3.3.1, §5.4',
    scenario: 86,
  },
  async (issuer) => {
    const { json } = await askForCodes(issuer)
    const link = String(offered(json['verification_uri_complete'], 'a link with the user code'))
    const arrival = await issuer.signedIn().visit(link)
    assert.equal(arrival.at, 'page')
    const polled = await poll(issuer, String(json['device_code']))
    assert.equal(polled.json['error'], 'authorization_pending')
  },
)
