import assert from 'node:assert/strict'
import { listed } from '../../expect.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'dpop_signing_alg_values_supported has asymmetric algorithms only',
    source: 'RFC 9449 §5.1',
  },
  async (issuer) => {
    await newProver(issuer)
    const algorithms = listed(issuer, 'dpop_signing_alg_values_supported')
    assert.ok(algorithms.length > 0)
    for (const algorithm of algorithms) assert.doesNotMatch(algorithm, /^(none|HS\d+)$/)
  },
)
