/** What the metadata says about client authentication (RFC 8414 §2, RFC 8705 §3.3, §5). */

import { authenticationMethods } from '../clients/authentication/methods.ts'
import { ASYMMETRIC_ALGORITHMS, SYMMETRIC_ALGORITHMS } from '../jwt/algorithms.ts'
import { allEndpointsOf } from './metadata.ts'
import type { ServerPart } from './server-part.ts'

/** The members for all endpoints at which clients authenticate. */
export const clientAuthenticationPart: ServerPart = ({ settings }) => {
  const hasCertificates = settings.clientCertificateHeader !== null
  const isVerified = hasCertificates && settings.clientCertificateVerifiedHeader !== null
  const offered = authenticationMethods.filter(({ needs }) =>
    needs === undefined ? true : needs === 'certificates' ? hasCertificates : isVerified,
  )
  const forClients = offered.flatMap(({ names }) => names)
  const proving = offered.flatMap(({ names, proves }) => (proves ? names : []))
  const signing = [...ASYMMETRIC_ALGORITHMS, ...SYMMETRIC_ALGORITHMS]
  return {
    token_endpoint_auth_methods_supported: forClients,
    token_endpoint_auth_signing_alg_values_supported: signing,
    introspection_endpoint_auth_methods_supported: proving,
    introspection_endpoint_auth_signing_alg_values_supported: signing,
    revocation_endpoint_auth_methods_supported: forClients,
    revocation_endpoint_auth_signing_alg_values_supported: signing,
    ...(hasCertificates && { tls_client_certificate_bound_access_tokens: true }),
    ...(hasCertificates && settings.mtlsUrl !== null && aliases(settings.mtlsUrl, settings.openid)),
  }
}

/** RFC 8705 §5: the same endpoints where the proxy asks for a certificate. */
function aliases(issuer: string, openid: boolean) {
  const endpoints = allEndpointsOf({ issuer, openid })
  return {
    mtls_endpoint_aliases: {
      token_endpoint: endpoints.token,
      introspection_endpoint: endpoints.introspection,
      revocation_endpoint: endpoints.revocation,
      pushed_authorization_request_endpoint: endpoints.pushedRequest,
      ...('userinfo' in endpoints && { userinfo_endpoint: endpoints.userinfo }),
    },
  }
}
