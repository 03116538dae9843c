import { expectError } from '../../expect.ts'
import { askForCodes } from '../../parties/device.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A client that is not registered for devices gets no codes',
    source: 'RFC 6749 §5.2',
  },
  async (issuer) => {
    expectError(await askForCodes(issuer, {}, { as: 'plain' }), 'unauthorized_client')
  },
)
