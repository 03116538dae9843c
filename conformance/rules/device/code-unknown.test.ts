import { expectError } from '../../expect.ts'
import { askForCodes, poll } from '../../parties/device.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A device code that is unknown, cut off, or the user code instead, is invalid_grant',
    source: 'RFC 6749 §5.2',
    scenario: 34,
  },
  async (issuer) => {
    const { json } = await askForCodes(issuer)
    const code = String(json['device_code'])
    for (const wrong of ['unknown', code.slice(0, -1), `${code}x`, String(json['user_code'])]) {
      expectError(await poll(issuer, wrong), 'invalid_grant', wrong)
    }
  },
)
