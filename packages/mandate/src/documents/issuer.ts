import type { TrustedIssuer } from '../store/records.ts'

/** A trusted issuer, with the names of RFC 8414 and RFC 7591 where they have one. */
export function issuerDocument(one: TrustedIssuer) {
  const isAboutPeople = one.purpose !== 'workload'
  return {
    issuer_id: one.id,
    name: one.name,
    ...(one.customer !== '' && { customer: one.customer }),
    purpose: one.purpose,
    issuer: one.issuer,
    ...(one.tenant !== '' && { tenant: one.tenant }),
    ...(one.jwksUri !== null && { jwks_uri: one.jwksUri }),
    ...(one.jwks !== null && { jwks: one.jwks }),
    signing_alg_values_supported: one.algorithms,
    max_lifetime_seconds: one.maxLifetimeSeconds,
    ...(isAboutPeople && {
      provider: one.provider,
      clients: Object.entries(one.clients).map(([id, scope]) => ({
        client_id: id,
        scope: scope === '' ? one.scope : scope,
      })),
      resources: one.resources,
      provisions: one.provisions,
    }),
    ...(one.logoutAudience !== null && { logout_audience: one.logoutAudience }),
    ...(one.singleUse && { single_use: true }),
    created_at: one.createdAt,
    ...(one.disabledAt !== null && { disabled_at: one.disabledAt }),
  }
}
