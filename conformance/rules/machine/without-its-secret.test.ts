import { expectError } from '../../expect.ts'
import { basic, postToken } from '../../parties/client.ts'
import { needsGrantType } from '../../parties/machine.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'The client MUST authenticate to get a token in its own name: with a wrong secret it is invalid_client',
    source: 'RFC 6749 §4.4.2',
  },
  async (issuer) => {
    needsGrantType(issuer, 'client_credentials')
    const wrong = basic({ id: issuer.clients.machine.id, secret: 'wrong' })
    const headers = [['Authorization', wrong]] as const
    const answer = await postToken(issuer, { grant_type: 'client_credentials' }, headers)
    expectError(answer, 'invalid_client')
  },
)
