import assert from 'node:assert/strict'
import { expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A proof from an hour ago or ahead is refused; with use_dpop_nonce comes a nonce, which makes a new one good',
    source: 'RFC 9449 §4.3, §8',
  },
  async (issuer) => {
    const { prove } = await newProver(issuer)
    const code = await obtainCode(issuer)
    for (const ahead of [-3_600, 3_600]) {
      const iat = Math.floor(Date.now() / 1000) + ahead
      const answer = await exchange(issuer, code, { headers: [await prove({ claims: { iat } })] })
      assert.equal(answer.status, 400)
      assert.match(String(answer.json['error']), /^(invalid_dpop_proof|use_dpop_nonce)$/)
      if (answer.json['error'] !== 'use_dpop_nonce') continue
      const nonce = answer.headers['dpop-nonce']
      assert.match(String(nonce), /^[\x21\x23-\x5b\x5d-\x7e]+$/)
      if (ahead < 0) continue
      expectTokens(await exchange(issuer, code, { headers: [await prove({ claims: { nonce } })] }))
    }
  },
)
