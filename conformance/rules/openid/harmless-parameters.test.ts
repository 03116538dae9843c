import { expectTokens } from '../../expect.ts'
import { signInFor } from '../../parties/id-token.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'display, ui_locales, claims_locales, acr_values, login_hint and unknown parameters never result in an error',
    source: 'OpenID Connect Core §3.1.2.1, §15.1',
  },
  async (issuer) => {
    const harmless = {
      ...{ display: 'popup', ui_locales: 'sv fr-CA', claims_locales: 'sv', acr_values: '1 2' },
      ...{ login_hint: 'jo', extra: 'foobar' },
    }
    expectTokens(await signInFor(issuer, harmless))
    for (const [name, value] of Object.entries(harmless)) {
      expectTokens(await signInFor(issuer, { [name]: value }), name)
    }
  },
)
