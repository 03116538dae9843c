import { generateKeyPairSync } from 'node:crypto'
import { expectError } from '../../expect.ts'
import { askSigned, assertion, signersPublicKey } from '../../parties/assertion.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'A key in the header, a public key used as a secret, and any other key authenticate nobody',
    source: 'RFC 8725 §2.1, §3.1, RFC 7523 §3',
  },
  async (issuer) => {
    const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = publicKey.export({ format: 'jwk' })
    const pem = String(signersPublicKey.export({ format: 'pem', type: 'spki' }))
    for (const [what, made] of Object.entries({
      'another key': { key },
      'another key, in the header': { key, header: { jwk, kid: undefined } },
      'another key, at an address': { key, header: { jku: 'https://client.example/jwks' } },
      'the public key as a secret': { key: pem, header: { alg: 'HS256' } },
    })) {
      expectError(await askSigned(issuer, assertion(issuer, made)), 'invalid_client', what)
    }
  },
)
