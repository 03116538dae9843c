import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  { rule: 'A code requested with dpop_jkt is good for that key only', source: 'RFC 9449 §10' },
  async (issuer) => {
    const [mine, theirs] = [await newProver(issuer), await newProver(issuer)]
    const obtain = () => obtainCode(issuer, { dpop_jkt: mine.thumbprint })
    for (const headers of [[], [await theirs.prove()]]) {
      const answer = await exchange(issuer, await obtain(), { headers })
      assert.equal(answer.status, 400)
      assert.match(String(answer.json['error']), /^invalid_(grant|dpop_proof|request)$/)
    }
    expectTokens(await exchange(issuer, await obtain(), { headers: [await mine.prove()] }))
  },
)
