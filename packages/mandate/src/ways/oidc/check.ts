/**
 * Checks a provider's settings without a sign-in: its discovery document, its keys, and our
 * credentials. To test the credentials, it sends a made-up code and looks at the error.
 */

import type { Configuration } from 'openid-client'
import { FetchRefused } from '../../fetching/refused.ts'
import type { Finding } from '../way.ts'
import { authMethod } from './client-secret.ts'
import {
  type DiscoveryContext,
  discover,
  OtherIssuer,
  type ProviderSettings,
  UnsafeEndpoint,
} from './discovery.ts'
import { causeOf, failure } from './failures.ts'
import { type PublishedKey, usableKeys } from './keys.ts'

/**
 * In the order in which a sign-in needs them. After one that cannot be reached, the rest is
 * skipped. Never rejects.
 */
export async function checkProvider(
  context: DiscoveryContext,
  settings: ProviderSettings & { readonly redirectUri: string },
): Promise<readonly Finding[]> {
  let configuration: Configuration
  try {
    ;({ found: configuration } = await discover(context, settings))
  } catch (error) {
    return [withoutDocument(error, settings)]
  }
  return [
    {
      name: 'document',
      ok: true,
      message: `${settings.issuer} has a discovery document with that issuer`,
    },
    ...endpoints(configuration),
    ...abilities(configuration),
    await keys(context, configuration),
    ...(await credentials(settings, configuration)),
    {
      name: 'redirect URI',
      ok: true,
      message: `register ${settings.redirectUri} at the provider; this cannot be checked from here`,
    },
  ]
}

function withoutDocument(error: unknown, { issuer }: ProviderSettings): Finding {
  const name = 'document'
  if (error instanceof OtherIssuer) {
    return {
      ...{ name, ok: false },
      message: `${issuer} has a document that names the issuer ${printable(error.issuer)}`,
      remedy: 'if that is the right provider, set issuer to exactly this value',
    }
  }
  if (error instanceof UnsafeEndpoint) {
    const remedy = 'ask the provider for an issuer whose pages have https:// addresses'
    return { name, ok: false, message: error.message, remedy }
  }
  const refused = causeOf(error, FetchRefused)
  if (refused !== undefined) return { name, ok: false, message: refused.message }
  return {
    ...{ name, ok: false },
    message: `no OpenID Connect discovery document at ${issuer} (${failure(error).detail})`,
    remedy: `open ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration in a browser and copy its issuer`,
  }
}

function endpoints(configuration: Configuration): readonly Finding[] {
  const server = configuration.serverMetadata()
  const needed = ['token_endpoint', 'jwks_uri'] as const
  const missing = needed.filter((name) => typeof server[name] !== 'string')
  if (missing.length === 0) return []
  return [
    {
      ...{ name: 'endpoints', ok: false },
      message: `the document lacks ${missing.join(', ')}`,
      remedy: 'use the issuer of an OpenID Connect provider that supports sign-in',
    },
  ]
}

/** OpenID Connect Discovery §3 and RFC 8414 §2: the capabilities that it announces. */
function abilities(configuration: Configuration): readonly Finding[] {
  const server = configuration.serverMetadata()
  const types = server.response_types_supported
  const method = server.code_challenge_methods_supported
  const findings: Finding[] = []
  if (types !== undefined && !types.includes('code')) {
    findings.push({
      ...{ name: 'code flow', ok: false },
      message: `the provider offers ${printable(types.join(', '))}, but not code`,
      remedy: 'turn on the authorization code flow at the provider',
    })
  }
  findings.push(
    method?.includes('S256')
      ? { name: 'PKCE', ok: true, message: 'S256' }
      : {
          ...{ name: 'PKCE', ok: true, notice: true },
          message: 'not announced; the challenge is sent anyway, and the nonce protects as well',
        },
    server.authorization_response_iss_parameter_supported
      ? {
          name: 'iss in answers',
          ok: true,
          message: 'announced, so every response must contain it',
        }
      : {
          ...{ name: 'iss in answers', ok: true, notice: true },
          message: 'not announced (RFC 9207); the issuer is taken from the ID token',
        },
    server.end_session_endpoint === undefined
      ? {
          ...{ name: 'sign-out', ok: true, notice: true },
          message:
            'no end_session_endpoint; users who sign out here stay signed in at the provider',
        }
      : { name: 'sign-out', ok: true, message: printable(server.end_session_endpoint) },
  )
  return findings
}

async function keys({ fetch }: DiscoveryContext, configuration: Configuration): Promise<Finding> {
  const name = 'keys'
  const { jwks_uri: address, id_token_signing_alg_values_supported: listed } =
    configuration.serverMetadata()
  if (address === undefined) return { name, ok: false, message: 'the document has no jwks_uri' }
  let published: readonly PublishedKey[]
  try {
    published = usableKeys(await (await fetch(address)).json(), listed)
  } catch (error) {
    const refused = causeOf(error, FetchRefused)
    return {
      ...{ name, ok: false },
      message: refused?.message ?? `${printable(address)} did not return a JSON key set`,
    }
  }
  const algorithms = [...new Set(published.map(({ algorithm }) => algorithm))].join(', ')
  return published.length > 0
    ? { name, ok: true, message: `${published.length} for ID tokens (${algorithms})` }
    : {
        ...{ name, ok: false },
        message: 'none for signing ID tokens',
        remedy: 'configure the provider to sign ID tokens with RS256, ES256 or EdDSA',
      }
}

async function credentials(
  settings: ProviderSettings & { readonly redirectUri: string },
  configuration: Configuration,
): Promise<readonly Finding[]> {
  const { token_endpoint_auth_methods_supported: listed } = configuration.serverMetadata()
  const method = methodOf(settings, listed)
  const isListed = (listed ?? ['client_secret_basic']).includes(method)
  const findings: Finding[] = [
    isListed
      ? { name: 'authentication', ok: true, message: method }
      : {
          ...{ name: 'authentication', ok: true, notice: true },
          message: `${method}, but the provider supports ${printable((listed ?? ['client_secret_basic']).join(', '))}`,
        },
  ]
  const { genericGrantRequest } = await import('openid-client')
  try {
    await genericGrantRequest(configuration, 'authorization_code', {
      code: 'mandate-provider-check',
      redirect_uri: settings.redirectUri,
      code_verifier: 'mandate-provider-check-mandate-provider-check',
    })
    const message = 'the provider accepted a code that it never issued; do not use it'
    return [...findings, { name: 'credentials', ok: false, message }]
  } catch (error) {
    return [...findings, credentialsIn(error)]
  }
}

function methodOf(
  { credentials: given }: ProviderSettings,
  listed: readonly string[] | undefined,
): string {
  if (given.is === 'none') return 'none'
  return given.is === 'signed' ? 'client_secret_post' : authMethod(given.method, listed)
}

/** RFC 6749 §5.2. A provider checks the credentials before the code. */
function credentialsIn(error: unknown): Finding {
  const name = 'credentials'
  const { error: wire, status }: { error?: unknown; status?: unknown } = Object(error)
  if (wire === 'invalid_grant') return { name, ok: true, message: 'accepted' }
  if (wire === 'invalid_client' || wire === 'unauthorized_client' || status === 401) {
    return {
      ...{ name, ok: false },
      message: `refused (${printable(String(wire ?? status))})`,
      remedy:
        'compare client_id and client_secret with the provider; if they are right, set token_endpoint_auth_method to the method registered there',
    }
  }
  const refused = causeOf(error, FetchRefused)
  if (refused !== undefined) return { name, ok: false, message: refused.message }
  return {
    ...{ name, ok: true, notice: true },
    message: `unknown: the response does not show it (${failure(error).detail})`,
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200)
}
