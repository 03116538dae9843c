/** How a client proves itself (RFC 7591 §2, OpenID Connect Registration §2, RFC 8705 §3.4). */

import { ASYMMETRIC_ALGORITHMS, SYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { parseName } from '../distinguished-name.ts'
import { ipAddress } from '../ip-address.ts'
import { choice, flag, type MembersOf, text } from './field.ts'

/** The names of the methods (`../authentication/methods.ts`), in RFC 7591 §2 and beyond. */
export const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'client_secret_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const
export type AuthMethod = (typeof AUTH_METHODS)[number]

/** RFC 8705 §2.1.2: the expected subject of the certificate; exactly one of them. */
const subjectFields = {
  tls_client_auth_subject_dn: text({
    help: 'the subject of its certificate, such as CN=Notes,O=Acme,C=SE',
    value: 'name',
    problem: (name) =>
      (parseName(name) === undefined || name.length > 1_000) &&
      'a distinguished name as in RFC 4514, such as CN=Notes,O=Acme,C=SE',
  }),
  tls_client_auth_san_dns: text({
    help: 'the host name in its certificate',
    value: 'host',
    problem: (host) => !/^[\w*-]+(\.[\w-]+)*$/.test(host) && 'a host name',
  }),
  tls_client_auth_san_uri: text({
    help: 'the URI in its certificate',
    value: 'uri',
    problem: (uri) => (URL.parse(uri) === null || /\s/.test(uri)) && 'an absolute URI',
  }),
  tls_client_auth_san_ip: text({
    help: 'the IP address in its certificate',
    value: 'address',
    problem: (address) => ipAddress(address) === undefined && 'an IP address',
  }),
  tls_client_auth_san_email: text({
    help: 'the e-mail address in its certificate',
    value: 'address',
    problem: (address) => !/^[^\s@]+@[^\s@]+$/.test(address) && 'an e-mail address',
  }),
}
const SUBJECTS = Object.keys(subjectFields)

export const authenticationFields = {
  token_endpoint_auth_method: choice(AUTH_METHODS, {
    help: 'how it proves itself (default: with a secret)',
    value: 'method',
  }),
  token_endpoint_auth_signing_alg: choice([...ASYMMETRIC_ALGORITHMS, ...SYMMETRIC_ALGORITHMS], {
    help: 'the only algorithm that its assertions may be signed with',
    value: 'alg',
  }),
  ...subjectFields,
  tls_client_certificate_bound_access_tokens: flag(
    'its access tokens work only with the TLS certificate that it presented for them',
  ),
}

type Members = MembersOf<typeof authenticationFields> & {
  readonly jwks?: unknown
  readonly jwks_uri?: unknown
  readonly workload_issuer?: unknown
}

/** `token_endpoint_auth_method` is always there. */
export function authenticationProblem(metadata: Members): string | undefined {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } = metadata
  const hasKeys = metadata.jwks !== undefined || metadata.jwks_uri !== undefined
  if (method === 'private_key_jwt' && !hasKeys && metadata.workload_issuer === undefined) {
    return 'A client that proves itself with private_key_jwt needs its public keys: jwks_uri or jwks.'
  }
  if (method === 'self_signed_tls_client_auth' && !hasKeys) {
    return 'A client that proves itself with self_signed_tls_client_auth needs its certificates: jwks_uri or jwks, with x5c.'
  }
  const subjects = SUBJECTS.filter((name) => Object.hasOwn(metadata, name))
  if (method === 'tls_client_auth' && subjects.length !== 1) {
    return `A client that proves itself with tls_client_auth needs exactly one of ${SUBJECTS.join(', ')}.`
  }
  const signs = alg?.startsWith('HS') ? 'client_secret_jwt' : 'private_key_jwt'
  if (alg !== undefined && method !== signs) {
    return `The token_endpoint_auth_signing_alg ${alg} is for clients that use ${signs}, not for ${method}.`
  }
  return undefined
}
