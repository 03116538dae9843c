import { expectCode, expectTokens } from '../../expect.ts'
import {
  authorizationAddress,
  basic,
  credentialsOf,
  obtainTokens,
  postToken,
  withQuery,
} from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'scope[a]=b is an unknown name: never an object, never a 5xx',
    source: 'Mandate §0',
    scenario: 33,
  },
  async (issuer) => {
    const { refreshToken } = await obtainTokens(issuer)
    const headers = [['Authorization', basic(credentialsOf(issuer, 'plain'))]] as const
    const form = `grant_type=refresh_token&refresh_token=${encodeURIComponent(refreshToken)}`
    const odd = `${form}&scope[a]=b&scope%5B%5D=c&refresh_token[$ne]=&__proto__[x]=1`
    expectTokens(await postToken(issuer, odd, headers))
    const address = withQuery(authorizationAddress(issuer), 'state[a]=b&client_id[]=c')
    expectCode(await issuer.signedIn().goThrough(address))
  },
)
