/** What requests of clients have to be like. */

import { headerProblem, originProblem } from '../rules.ts'
import { type Setting, wholeNumber } from '../setting.ts'

export const requests = {
  pushed_request_seconds: wholeNumber({
    declarable: true,
    from: 30,
    to: 599,
    default: 90,
    meaning:
      'How long a client has to send the browser with a request that it has pushed (RFC 9126 ' +
      '§2.2). Once the browser is here, the person has an hour.',
  }),
  require_pushed_requests: {
    declarable: true,
    schema: { type: 'boolean' },
    default: false,
    meaning:
      'Refuse every authorization request that its client has not pushed (RFC 9126 §5). A single ' +
      'client is told so with `mandate client update --require-pushed-authorization-requests`.',
    give: 'true or false',
  },
  dpop_nonce: {
    declarable: true,
    schema: { type: 'string', enum: ['when_needed', 'required'] },
    default: 'when_needed',
    meaning:
      'Whether every DPoP proof must contain a nonce of this server, which shows that it was not ' +
      'made in advance. With when_needed, only a proof whose own time is not recent needs one.',
    give: 'when_needed or required',
  },
  token_parameters_in_query: {
    declarable: true,
    schema: { type: 'boolean' },
    default: false,
    meaning:
      'Whether the token endpoint also accepts parameters (but never a secret) in the query; ' +
      'for integrations that cannot be changed.',
    give: 'true or false',
  },
  client_certificate_header: {
    schema: { type: 'string' },
    default: { described: 'certificates of clients are not used' },
    meaning:
      'The header in which a proxy of `trusted_proxies` passes on the TLS certificate of a client. ' +
      "The proxy has to replace the header of its own clients. Anybody else's header is ignored.",
    give: 'the name of a header, such as Client-Cert',
    problem: (value) => headerProblem(value as string),
  },
  client_certificate_format: {
    schema: { type: 'string', enum: ['rfc9440', 'escaped_pem', 'xfcc', 'base64'] },
    default: 'rfc9440',
    meaning:
      'How the certificate is written: rfc9440 as in that standard, escaped_pem as by nginx ' +
      '(`$ssl_client_escaped_cert`), xfcc as by Envoy, base64 for DER by HAProxy or PEM by Apache.',
    give: 'rfc9440, escaped_pem, xfcc or base64',
  },
  client_certificate_verified_header: {
    schema: { type: 'string' },
    default: { described: 'no certificate counts as verified' },
    meaning:
      'The header in which that proxy says whether the certificate was issued by a CA that it ' +
      'trusts: SUCCESS (nginx, Apache) or 0 (HAProxy). Needed for clients that use tls_client_auth.',
    give: 'the name of a header, such as Client-Cert-Verified',
    problem: (value) => headerProblem(value as string),
  },
  mtls_url: {
    schema: { type: 'string' },
    default: { described: 'the issuer' },
    meaning:
      'The origin at which the proxy asks clients for a certificate, if that is not the issuer: ' +
      'browsers would show a dialog there. The metadata names it in mtls_endpoint_aliases.',
    give: 'an origin, such as https://mtls.example.com',
    problem: (value) => originProblem(value as string),
  },
  authorization_details_file: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no types, so that authorization_details are refused' },
    meaning:
      'A YAML file with the types of authorization details (RFC 9396) that clients may ask for: for ' +
      'each, a JSON Schema, the words of the consent page (`docs/guides/protect-requests.md`) and its ' +
      'limits (`docs/guides/limits-for-agents.md`).',
    give: 'the path of a YAML file',
    path: true,
  },
} as const satisfies Record<string, Setting>
