/** Every rule on one new Mandate in one process, which is fastest. */

import { after, before, test } from 'node:test'
import { openMandate } from './adapters/mandate.ts'
import type { Issuer } from './issuer.ts'
import { collectRules, titleOf } from './rule.ts'

const rules = await collectRules()

let issuer: Issuer
before(async () => {
  issuer = await openMandate()
})
after(() => issuer.close())

for (const rule of rules) {
  // Whatever Mandate does not offer is a failure here.
  test(titleOf(rule), () => rule.tryOn(issuer))
}
