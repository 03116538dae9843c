import { expectError } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  { rule: 'Two DPoP headers are invalid_dpop_proof', source: 'RFC 9449 §4.3' },
  async (issuer) => {
    const { prove } = await newProver(issuer)
    const headers = [await prove(), await prove()]
    const answer = await exchange(issuer, await obtainCode(issuer), { headers })
    expectError(answer, 'invalid_dpop_proof')
  },
)
