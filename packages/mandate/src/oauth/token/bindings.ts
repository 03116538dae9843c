/** What ties a code to the authorization request it came from. */

import type { Grant } from '../../grants/grant.ts'
import { verifies } from '../pkce.ts'
import { Refusal } from '../refusal.ts'

/** A check of the code's grant that throws `Refusal` where the request is not bound to it. */
export function checkCodeBindings(sent: {
  readonly redirectUri: string | undefined
  readonly verifier: string | undefined
}): (grant: Grant) => void {
  return (grant) => {
    // RFC 6749 §4.1.3: required if it was in the authorization request, and identical.
    if ((sent.redirectUri ?? null) !== grant.redirectUri) throw new Refusal('redirect_uri_differs')
    if (grant.codeChallenge === null) {
      // RFC 9700 §4.8.2: a verifier without a challenge is the sign of a downgrade.
      if (sent.verifier !== undefined) throw new Refusal('verifier_not_expected')
      return
    }
    if (sent.verifier === undefined) throw new Refusal('verifier_missing')
    if (!verifies(sent.verifier, grant.codeChallenge)) throw new Refusal('verifier_wrong')
  }
}
