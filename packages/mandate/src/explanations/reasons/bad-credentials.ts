/** What a sender reads who did not prove to be a client: the same, whether or not the client is known. */

export const badSecret =
  'Client authentication failed: the client id is unknown, the secret is wrong, or the client is turned off. Compare both with what was shown at registration.'

export const badAssertion =
  'Client authentication failed: the client id is unknown, the assertion is not signed with a key that is registered for the client, or the client is turned off.'
