/** What a sender reads who did not prove to be a client: the same, whether or not the client is known. */

export const badSecret =
  'Client authentication failed: the client id is unknown, the secret is wrong, or the client is turned off. Compare both with what was shown at registration.'

/** The same for every client that sent no secret, known or not. */
export const noSecret =
  'No client secret was sent, and client_id names neither an active public client nor one to which the certificate of the connection belongs. Send client id and client secret with HTTP Basic.'

export const badAssertion =
  'Client authentication failed: the client id is unknown, the assertion is not signed with a key that is registered for the client, or the client is turned off.'
