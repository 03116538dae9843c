/** What an API says about itself (RFC 9728 §2), and where it says it (§3). Pure. */

import { parseUrl } from '../address.ts'
import { PROOF_ALGORITHMS } from '../dpop/algorithms.ts'
import { parseRequirement } from '../scope.ts'

export interface MetadataOptions {
  /** The API's name for people (`resource_name`). */
  readonly name?: string | undefined
  /**
   * The scopes that a new client should ask for (`scopes_supported`). A client that knows nothing else asks
   * for all of them, so leave out those that only few operations need: a refusal names them then.
   */
  readonly scopes?: readonly string[] | undefined
  /** Types of `authorization_details` that the API understands (RFC 9396 §10). */
  readonly authorizationDetailsTypes?: readonly string[] | undefined
  /** Whether the API's clients have to bind all their tokens to a DPoP key. The guard does not enforce it. */
  readonly dpopRequired?: boolean | undefined
  /** Addresses of pages for developers and people. */
  readonly documentation?: string | undefined
  readonly policyUri?: string | undefined
  readonly termsOfServiceUri?: string | undefined
}

/** The members of RFC 9728 §2, as they are sent. */
export interface MetadataDocument {
  readonly resource: string
  readonly authorization_servers: readonly string[]
  readonly bearer_methods_supported: readonly ['header']
  readonly resource_name?: string
  readonly scopes_supported?: readonly string[]
  readonly dpop_signing_alg_values_supported: readonly string[]
  readonly dpop_bound_access_tokens_required?: true
  readonly tls_client_certificate_bound_access_tokens?: true
  readonly authorization_details_types_supported?: readonly string[]
  readonly resource_documentation?: string
  readonly resource_policy_uri?: string
  readonly resource_tos_uri?: string
}

export interface DescribedResource {
  readonly resource: string
  readonly issuer: string
  /** Whether the guard finds certificates that tokens are bound to behind a proxy, too. */
  readonly readsCertificates: boolean
}

/**
 * The address of the metadata of a resource: the well-known part goes between host and path (RFC 9728
 * §3.1). Undefined if the resource is not at an http or https address, because then there is none.
 */
export function metadataAddress(resource: string): URL | undefined {
  const url = URL.parse(resource)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined
  const path = url.pathname === '/' ? '' : url.pathname
  return new URL(`${url.origin}/.well-known/oauth-protected-resource${path}${url.search}`)
}

/** Throws a `TypeError` that names the wrong option. No member is an empty list (§2). */
export function describeResource(
  { resource, issuer, readsCertificates }: DescribedResource,
  options: MetadataOptions,
): MetadataDocument {
  const { name, authorizationDetailsTypes: types } = options
  const pages = {
    resource_documentation: page('documentation', options.documentation),
    resource_policy_uri: page('policyUri', options.policyUri),
    resource_tos_uri: page('termsOfServiceUri', options.termsOfServiceUri),
  }
  const scopes = options.scopes?.length === 0 ? undefined : options.scopes
  if (scopes !== undefined && parseRequirement({ scope: scopes }).some((one) => one.length > 1)) {
    throw new TypeError('scopes must be a list of single scope tokens, without spaces')
  }
  if (scopes?.includes('offline_access')) {
    throw new TypeError('scopes names offline_access, which the server decides, not an API')
  }
  return {
    resource,
    ...(name !== undefined && { resource_name: name }),
    authorization_servers: [issuer],
    ...(scopes !== undefined && { scopes_supported: scopes }),
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    ...(options.dpopRequired && { dpop_bound_access_tokens_required: true }),
    ...(readsCertificates && { tls_client_certificate_bound_access_tokens: true }),
    ...(types !== undefined &&
      types.length > 0 && { authorization_details_types_supported: types }),
    ...Object.fromEntries(Object.entries(pages).filter(([, address]) => address !== undefined)),
  }
}

function page(name: string, address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const { protocol, href } = parseUrl(name, address)
  if (protocol === 'https:' || protocol === 'http:') return href
  throw new TypeError(`${name} must be an http or https URL`)
}
