import { expectError } from '../../expect.ts'
import { askForCodes, poll } from '../../parties/device.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A poll before the decision gets authorization_pending; one that comes too soon after it gets slow_down',
    source: 'RFC 8628 §3.5',
  },
  async (issuer) => {
    const { json } = await askForCodes(issuer)
    const code = String(json['device_code'])
    expectError(await poll(issuer, code), 'authorization_pending')
    expectError(await poll(issuer, code), 'slow_down')
  },
)
