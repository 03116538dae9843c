import { expectError, expectTokens } from '../../expect.ts'
import { exchange, obtainCode } from '../../parties/client.ts'
import { type Made, newProver } from '../../parties/prover.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A proof that breaks a rule of §4.3 is invalid_dpop_proof, and uses nothing up',
    source: 'RFC 9449 §4.3, §5',
  },
  async (issuer) => {
    const { prove, privateJwk } = await newProver(issuer)
    const code = await obtainCode(issuer)
    const send = (proof: string) => exchange(issuer, code, { headers: [['DPoP', proof]] })
    const broken: readonly Made[] = [
      { header: { typ: 'JWT' } },
      { header: { typ: undefined } },
      { header: { jwk: undefined } },
      { header: { jwk: privateJwk } },
      { claims: { jti: undefined } },
      { claims: { iat: undefined } },
      { claims: { htm: 'GET' } },
      { claims: { htu: undefined } },
      { uri: issuer.metadata.revocation_endpoint },
    ]
    for (const made of broken) {
      expectError(await send((await prove(made))[1]), 'invalid_dpop_proof', JSON.stringify(made))
    }
    const [, good] = await prove()
    const [head = '', body = ''] = good.split('.')
    for (const proof of ['no JWT', `${head}.${body}.`, `${head}.${body}.${'A'.repeat(86)}`]) {
      expectError(await send(proof), 'invalid_dpop_proof', proof)
    }
    expectTokens(await send(good))
  },
)
