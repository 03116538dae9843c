/** Clients that prove themselves with a signature or a certificate, and failed to. */

import { type Found, type OperatorsPart, reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { optional, text, word } from '../details.ts'
import { badAssertion, badSecret, noSecret } from './bad-credentials.ts'

const signAnew =
  'Sign a new assertion for each request, with iss and sub set to the client id, aud to the issuer of this server, a new jti, and exp a minute from now.'

const showKeys = ({ client }: Pick<Found<unknown>, 'client'>): OperatorsPart => ({
  message: `Which keys are registered for our client ${client}?`,
  command: `client show ${client}`,
})

export const clientProofReasons = {
  unreadable_assertion: reason('invalid_client', {
    details: {
      problem: word('Problem', {
        too_long: 'it is too long',
        malformed: 'it is not a JWT of three parts, or its header asks for an extension',
        encrypted: 'it is encrypted',
        unsigned: 'it is not signed: its algorithm is none',
        embedded_key: 'its header names its own key: jwk, jku or x5u',
        parties: 'iss and sub are not the same client id',
        other_client: 'client_id in the body is not the client in the assertion',
      }),
    },
    description: ({ problem }) => {
      switch (problem) {
        case 'parties':
          return 'The client_assertion needs the client id as iss and as sub.'
        case 'other_client':
          return 'The client_id in the body is not the client in the client_assertion. Leave it out, or make both the same.'
        case 'unsigned':
          return 'The client_assertion is not signed: its algorithm is none.'
        case 'embedded_key':
          return 'The header of the client_assertion names its own key. Leave out jwk, jku and x5u, and register the key.'
        default:
          return 'The client_assertion has to be a signed JWT of at most 16,384 characters, not encrypted, and without extensions in its header.'
      }
    },
    title: 'Assertion not readable',
    happened: 'The client_assertion could not be read.',
    next: signAnew,
  }),
  wrong_assertion: reason('invalid_client', {
    details: {
      problem: word('Problem', {
        signature: 'the signature is not from a registered key',
        no_key: 'no registered key has this kid and is for this algorithm',
        algorithm: 'the algorithm is not one that this client may use',
      }),
      alg: text('Algorithm'),
      kid: optional(text('Key (kid)')),
    },
    description: badAssertion,
    title: 'Assertion not verified',
    happened:
      'The client is known, and its assertion could not be verified with its registered keys.',
    next: 'Compare the key that signs with those that are registered, by value or at jwks_uri: kid, kind and algorithm. A key that was added at jwks_uri is noticed with the first assertion that names its kid.',
    operator: showKeys,
  }),
  assertion_claims: reason('invalid_client', {
    details: {
      problem: word('Problem', {
        missing_claim: 'it is missing',
        claim: 'it has another value than it has to',
        expired: 'it is over',
        not_yet: 'it is in the future',
        too_old: 'it is too long ago',
        too_long_valid: 'it is more than an hour away',
      }),
      claim: word('Claim', {
        ...{ iss: 'iss', sub: 'sub', aud: 'aud', jti: 'jti' },
        ...{ exp: 'exp', iat: 'iat', nbf: 'nbf' },
      }),
      expected: optional(text('Expected')),
    },
    description: ({ problem, claim, expected }) => {
      if (expected !== undefined) return `The client_assertion needs ${ascii(expected)} as its aud.`
      switch (problem) {
        case 'missing_claim':
          return `The client_assertion has no ${claim}. ${signAnew}`
        case 'expired':
          return 'The client_assertion has expired. Sign a new one for each request, and check the clock.'
        case 'not_yet':
          return `The ${claim} of the client_assertion is in the future. Check the clock.`
        case 'too_long_valid':
          return 'The client_assertion is valid for more than an hour. Let it expire after a minute.'
        default:
          return `The ${claim} of the client_assertion is wrong. ${signAnew}`
      }
    },
    title: 'Assertion with a wrong claim',
    happened: 'The assertion is signed by the client, and one of its claims is missing or wrong.',
    next: signAnew,
  }),
  assertion_used_before: reason('invalid_client', {
    description:
      'This client_assertion was used before. Sign a new one, with a new jti, for each request.',
    title: 'Assertion used twice',
    happened: 'An assertion of this client with the same jti was used before.',
    next: 'Sign a new assertion, with a new jti, for each request, also when a request is repeated. If the client does so, somebody else has sent its assertion: rotate the key.',
  }),
  client_keys_unavailable: reason('invalid_client', {
    details: { problem: text('Problem') },
    description: badAssertion,
    title: 'Keys of the client not available',
    happened: 'The keys of the client could not be had.',
    next: 'If it has a jwks_uri, check that the address answers with a JSON Web Key Set within three seconds, and that this server can reach it. If it signs with its secret, the operator has to make a new one.',
    operator: ({ client }) => ({
      message: `Your server does not get the keys of our client ${client}. Can it reach its jwks_uri?`,
      command: `client show ${client}`,
    }),
  }),
  certificate_needed: reason('invalid_client', {
    description: noSecret,
    title: 'No client certificate',
    happened: 'The client proves itself with a TLS certificate, and the connection had none.',
    next: 'Connect to the endpoint that the metadata names in mtls_endpoint_aliases, and present the certificate there. If the client did so, the proxy in front of the server does not pass it on.',
    operator: ({ client }) => ({
      message: `Does your proxy ask our client ${client} for its certificate and pass it on?`,
      command: 'settings',
    }),
  }),
  wrong_certificate: reason('invalid_client', {
    details: {
      problem: word('Problem', {
        not_verified: 'the proxy does not say that it verified the certificate',
        other_subject: 'the name in the certificate is not the registered one',
        not_registered: 'the certificate is not among the registered ones (x5c)',
      }),
      subject: optional(text('Subject')),
    },
    description: noSecret,
    title: 'Wrong client certificate',
    happened: 'The client is known, and the certificate of the connection is not its own.',
    next: 'Compare the certificate with what is registered: the name in it for tls_client_auth, its first x5c in the keys for self_signed_tls_client_auth.',
    operator: showKeys,
  }),
  certificate_unreadable: reason('invalid_request', {
    details: {
      problem: word('Problem', {
        several: 'there are several',
        form: 'it has another form than the setting client_certificate_format says',
      }),
    },
    description:
      'The proxy in front of this server passed on a client certificate that cannot be read. Tell the operator.',
    title: 'Client certificate not readable',
    happened: 'A trusted proxy passed on a client certificate in a way that cannot be read.',
    next: 'Only the operator can mend this: the proxy has to replace the header of its clients with one certificate, in the form that the server expects.',
    operator: () => ({
      message: 'Your proxy passes on client certificates in a form that your server cannot read.',
      command: 'settings',
    }),
  }),
  binding_certificate_needed: reason('invalid_request', {
    description:
      'The tokens of this client are bound to its TLS certificate, and the connection had none. Use the token endpoint in mtls_endpoint_aliases, and present a certificate.',
    title: 'No certificate to bind the tokens to',
    happened:
      'The tokens of this client are bound to its TLS certificate, and the connection had none.',
    next: 'Connect to the token endpoint that the metadata names in mtls_endpoint_aliases, and present a certificate there.',
    operator: ({ client }) => ({
      message: `Please issue tokens to our client ${client} that are not bound to a certificate.`,
      command: `client update ${client} --no-tls-client-certificate-bound-access-tokens`,
    }),
  }),
  other_authentication_method: reason('invalid_client', {
    details: { used: text('Used'), method: text('Registered') },
    description: ({ used }) => (used === 'client_secret' ? badSecret : badAssertion),
    title: 'Another authentication method',
    happened: 'The client is registered to prove itself in another way.',
    next: 'Use the method that is registered for the client, or ask the operator to change it.',
    operator: ({ client }) => ({
      message: `Please change how our client ${client} authenticates.`,
      command: `client update ${client} --token-endpoint-auth-method METHOD`,
    }),
  }),
}
