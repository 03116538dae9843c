/** The rule of simple string comparison, tested with one kind of deviation (RFC 9700 §2.1). */

import { expectErrorPage } from '../../expect.ts'
import { authorizationAddress } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

/** Each of `uris` differs from the registered `https://client.example/cb` by `what`. */
export function refusesRedirectUris(
  { what, source }: { readonly what: string; readonly source: string },
  uris: readonly [string, ...string[]],
): void {
  rule(
    {
      rule: `A redirect URI with ${what} is not the registered one: an error page, before any sign-in and without a redirect`,
      source,
      scenario: 22,
    },
    async (issuer) => {
      for (const redirect_uri of uris) {
        const address = authorizationAddress(issuer, { redirect_uri }, { as: 'other' })
        expectErrorPage(await issuer.newBrowser().visit(address), redirect_uri)
        // Nor for a user who has already given consent.
        expectErrorPage(await issuer.signedIn().visit(address), redirect_uri)
      }
    },
  )
}
