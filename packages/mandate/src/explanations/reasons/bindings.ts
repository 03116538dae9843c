/** Token requests that do not match the code's authorization request. */

import { reason } from '../definition.ts'
import { after, ascii, list } from '../description.ts'
import { number, optional, text, texts, word } from '../details.ts'

const stillGood = 'The attempt did not use up the code.'

export const bindingReasons = {
  redirect_uri_differs: reason('invalid_grant', {
    details: { sent: optional(text()), registered: optional(texts()) },
    description: ({ sent, registered }) => {
      if (registered === undefined) {
        return 'redirect_uri was sent, but the authorization request had none. Leave it out. This attempt did not use up the code.'
      }
      return sent === undefined
        ? `redirect_uri is missing. The authorization request had one, so repeat it: ${list(registered)}. This attempt did not use up the code.`
        : `redirect_uri differs from the one in the authorization request. Sent: ${ascii(sent)}. Expected: ${list(registered)}. This attempt did not use up the code.`
    },
    title: 'Redirect URI differs',
    happened: 'The redirect_uri of the token request is not that of the authorization request.',
    next: `Send the same string in both, or in neither. ${stillGood}`,
    compare: ({ sent, registered = [] }) => ({ sent, expected: registered }),
  }),
  verifier_missing: reason('invalid_grant', {
    description:
      'code_verifier is missing. The authorization request had a code_challenge, so send the verifier that it was made from. This attempt did not use up the code.',
    title: 'PKCE verifier missing',
    happened:
      'The authorization request had a PKCE challenge, and the token request has no code_verifier.',
    next: `Send the verifier that the challenge was made from. Keep it on your side, together with the state. ${stillGood}`,
  }),
  verifier_not_expected: reason('invalid_grant', {
    description:
      'code_verifier was sent, but the authorization request had no code_challenge. Send code_challenge and code_challenge_method=S256 in the authorization request.',
    title: 'PKCE verifier without a challenge',
    happened:
      'A code_verifier was sent though the authorization request had no challenge. That is what a downgrade attack looks like.',
    next: 'Send code_challenge in the authorization request too. If you did, somebody removed it on the way.',
  }),
  verifier_malformed: reason('invalid_grant', {
    details: {
      length: number('Length of the verifier'),
      characters: texts('Characters not allowed'),
    },
    description: ({ length, characters }) =>
      `code_verifier is malformed: it must have 43 to 128 characters out of A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1). The one sent has ${length} characters${after(', not allowed among them: ', list(characters))}.`,
    title: 'PKCE verifier malformed',
    happened:
      'The code_verifier is malformed: it must have 43 to 128 characters out of A–Z a–z 0–9 - . _ ~.',
    next: `Make it from 32 random bytes in base64url, without the padding (=). ${stillGood}`,
  }),
  verifier_wrong: reason('invalid_grant', {
    details: {
      check: word('Failed check', {
        plain: 'the verifier is the challenge itself; the challenge has to be its SHA-256',
        hash: 'the SHA-256 of the verifier is not the challenge',
      }),
      made: optional(text('SHA-256 of the verifier')),
      expected: optional(text('Challenge')),
    },
    description: ({ check, made = '', expected = '' }) =>
      check === 'plain'
        ? 'code_verifier is the code_challenge itself. With S256 the challenge is the SHA-256 of the verifier, in base64url; send the verifier that it was made from.'
        : `code_verifier does not match code_challenge. SHA-256 of the verifier in base64url: ${ascii(made)}. Expected: ${ascii(expected)}. Keep one verifier for each login.`,
    title: 'PKCE verifier does not match',
    happened: 'The code_verifier does not match the code_challenge.',
    next: `Keep one verifier for each login, and make the challenge as base64url(SHA-256(verifier)) without padding. ${stillGood}`,
  }),
}
