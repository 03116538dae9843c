/** Checks that a code is redeemed by the party that requested it. */

import type { DetailsOf } from '../../explanations/reasons.ts'
import { redactUri } from '../../explanations/redaction.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { Grant } from '../../grants/grant.ts'
import { challengeOf, isVerifier, strangersIn, verifies } from '../pkce.ts'

/** Checks the request against the code's grant; throws `Refusal` if they do not match. */
export function checkCodeBindings(sent: {
  readonly redirectUri: string | undefined
  readonly verifier: string | undefined
}): (grant: Grant) => void {
  return (grant) => {
    // Required and identical if it was in the authorization request (RFC 6749 §4.1.3).
    if ((sent.redirectUri ?? null) !== grant.redirectUri) {
      throw new Refusal('redirect_uri_differs', describeUriPair(sent.redirectUri, grant))
    }
    if (grant.codeChallenge === null) {
      // A verifier without a challenge is the sign of a downgrade (RFC 9700 §4.8.2).
      if (sent.verifier !== undefined) throw new Refusal('verifier_not_expected')
      return
    }
    if (sent.verifier === undefined) throw new Refusal('verifier_missing')
    if (!isVerifier(sent.verifier)) {
      throw new Refusal('verifier_malformed', {
        length: sent.verifier.length,
        characters: strangersIn(sent.verifier),
      })
    }
    if (!verifies(sent.verifier, grant.codeChallenge)) {
      throw new Refusal('verifier_wrong', describeMismatch(sent.verifier, grant.codeChallenge))
    }
  }
}

function describeUriPair(sent: string | undefined, { redirectUri }: Grant) {
  const asked = redirectUri === null ? [] : [redirectUri]
  return {
    ...(sent !== undefined && { sent: redactUri(sent, asked) }),
    ...(redirectUri !== null && { registered: asked }),
  }
}

/**
 * Explains why the check of RFC 7636 §4.6 failed, without revealing the verifier. Challenges have
 * passed through a browser; with S256 they may be seen (§7.2).
 */
function describeMismatch(verifier: string, challenge: string): DetailsOf<'verifier_wrong'> {
  if (verifier === challenge) return { check: 'plain' }
  return { check: 'hash', made: challengeOf(verifier), expected: challenge }
}
