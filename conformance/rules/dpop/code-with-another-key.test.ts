import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An attempt to redeem a bound code without its key does not use it up',
    source: 'Mandate §13',
  },
  async (issuer) => {
    const [mine, theirs] = [await newProver(issuer), await newProver(issuer)]
    const code = await obtainCode(issuer, { dpop_jkt: mine.thumbprint })
    for (const headers of [[], [await theirs.prove()]]) {
      assert.equal((await exchange(issuer, code, { headers })).status, 400)
    }
    expectTokens(await exchange(issuer, code, { headers: [await mine.prove()] }))
  },
)
