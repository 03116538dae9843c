/** What receivers can do here without an agreement in advance (Shared Signals 1.0 §7). */

import type { ProtocolSettings } from '../context.ts'
import { PATHS } from '../metadata.ts'
import { DELIVERY_METHODS } from './stream-document.ts'

/** §7.2.1; an issuer here has no path to insert it before. */
export const SSF_METADATA_PATH = '/.well-known/ssf-configuration'

/**
 * The transmitter configuration metadata (§7.1). Subjects are neither added nor removed: a stream is
 * about all accounts that its client has a grant of (`default_subjects`).
 */
export function transmitterMetadata({ issuer }: Pick<ProtocolSettings, 'issuer'>) {
  return {
    spec_version: '1_0',
    issuer,
    jwks_uri: issuer + PATHS.jwks,
    delivery_methods_supported: Object.values(DELIVERY_METHODS),
    configuration_endpoint: issuer + PATHS.eventStream,
    status_endpoint: issuer + PATHS.eventStreamStatus,
    verification_endpoint: issuer + PATHS.eventStreamVerification,
    // Access tokens for the client itself, with ssf.manage or ssf.read (§7.1.1).
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  }
}
