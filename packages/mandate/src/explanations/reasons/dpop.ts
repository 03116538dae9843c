/** Tokens that are bound to a key, and proofs of possession of a key (RFC 9449). */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { optional, text, word } from '../details.ts'

const by = word('Bound to', { dpop: 'a DPoP key', certificate: 'a client certificate' })
const aNewProof =
  'Make a new proof for each request: a JWT with typ dpop+jwt and the public key in jwk, and with jti, htm, htu and iat.'

const PROBLEMS = {
  repeated: 'there is more than one DPoP header',
  too_long: 'it has more than 4,096 characters',
  no_jwt: 'it is not a signed JWT with a public key in its header',
  typ: 'its typ is not dpop+jwt',
  algorithm: 'its algorithm is not one of dpop_signing_alg_values_supported in the metadata',
  key: 'its jwk is not a public key that fits the algorithm, or an RSA key of more than 4,096 bits',
  signature: 'its signature does not fit the key in its jwk',
  claims: 'a claim is missing, malformed or expired; it needs jti, htm, htu and iat',
}

export const dpopReasons = {
  bound_without_proof: reason('invalid_dpop_proof', {
    details: {
      by: word('Bound to', { dpop: 'a DPoP key', certificate: 'a client certificate' }),
    },
    description: ({ by }) =>
      by === 'dpop'
        ? 'This code or refresh token is bound to a DPoP key. Send a DPoP header with a proof made with that key. This attempt did not use it up.'
        : 'This refresh token is bound to a client certificate. Send it over a connection with that certificate. This attempt did not use it up.',
    title: 'Bound to a key',
    happened:
      'The code or refresh token is bound to a key, and the request does not prove possession of one.',
    next: 'Send the proof with every token request of this grant. The grant is unchanged: whoever has a copy of the token, but not the key, can neither use nor end it.',
  }),
  bound_to_another_key: reason('invalid_grant', {
    details: { by },
    description: ({ by }) =>
      by === 'dpop'
        ? 'This code or refresh token is bound to another DPoP key than the one that the proof was made with. This attempt did not use it up.'
        : 'This refresh token is bound to another client certificate. This attempt did not use it up.',
    title: 'Bound to another key',
    happened: 'The code or refresh token is bound to another key than the request proves.',
    next: 'Keep one key for each grant, together with its tokens. The grant is unchanged: whoever has a copy of the token, but not the key, can neither use nor end it.',
  }),
  dpop_required: reason('invalid_dpop_proof', {
    description:
      'This client is registered with dpop_bound_access_tokens, so every token request needs a DPoP header with a proof.',
    title: 'DPoP proof missing',
    happened: 'The client is registered for DPoP-bound tokens only, and the request has no proof.',
    next: aNewProof,
    operator: ({ client }) => ({
      message: 'Please let our client get tokens without DPoP.',
      command: `client update ${client} --no-dpop-bound-access-tokens`,
    }),
  }),
  dpop_malformed: reason('invalid_dpop_proof', {
    details: {
      because: word('Problem', PROBLEMS),
    },
    description: ({ because }) => `The DPoP proof is not valid: ${PROBLEMS[because]}.`,
    title: 'DPoP proof not valid',
    happened: 'The DPoP proof is not a valid one.',
    next: aNewProof,
  }),
  dpop_of_another_request: reason('invalid_dpop_proof', {
    details: {
      member: word('Differing claim', {
        htm: 'htm: the method of the request',
        htu: 'htu: the address of the request',
        ath: 'ath: the hash of the access token',
        dpop_jkt: 'the key is not the one in dpop_jkt',
      }),
      expected: optional(text('Expected')),
    },
    description: ({ member, expected }) =>
      `The DPoP proof was made for another request: ${member} differs${expected === undefined ? '' : `. Expected: ${ascii(expected)}`}.`,
    title: 'DPoP proof of another request',
    happened: 'The DPoP proof was made for another request.',
    next: `${aNewProof} If htu differs though it is the address that you call, the server's issuer is not that address.`,
  }),
  dpop_replayed: reason('invalid_dpop_proof', {
    description:
      'This DPoP proof was used before. Make a new one, with another jti, for each request.',
    title: 'DPoP proof used before',
    happened: 'A request with the same DPoP proof came before.',
    next: `${aNewProof} A retry needs a new proof too. If it was not your client that sent the proof twice, somebody has copied the request.`,
  }),
  dpop_nonce_needed: reason('use_dpop_nonce', {
    details: {
      because: word('Cause', {
        required: 'the proof has no nonce',
        not_recent: 'the proof has no nonce, and its iat is more than a minute from the time here',
        unknown_nonce: 'the nonce in the proof is too old, or not of this server',
      }),
    },
    description:
      'Make the DPoP proof again, with the nonce from the DPoP-Nonce header of this response.',
    title: 'DPoP nonce needed',
    happened: 'The DPoP proof needs the nonce that the server gave in this answer.',
    next: 'Send the request again with a new proof that contains the nonce. Most libraries do so by themselves. If it happens with every request, the clock of the client is wrong.',
  }),
}
