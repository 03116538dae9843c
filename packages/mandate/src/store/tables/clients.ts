import type { ClientMetadata } from '../../clients/metadata/fields.ts'
import { clientAuthentication } from './authentication.ts'
import {
  count,
  document,
  flag,
  id,
  list,
  nullable,
  pick,
  type Several,
  table,
  text,
  time,
} from './table.ts'

const metadataParts = { metadata: nullable(document<ClientMetadata>()) }
const NO_METADATA: ClientMetadata = {}

/** Null if there is none, so that most clients cost no parsing. */
const metadata: Several<ClientMetadata, typeof metadataParts> = {
  parts: metadataParts,
  join: ({ metadata: kept }) => kept ?? NO_METADATA,
  split: (kept) => ({ metadata: Object.keys(kept).length === 0 ? null : kept }),
}

interface Unchecked {
  /** Consent given before it last changed what it is does not count. */
  readonly consentSince: number
  /** When it last got a grant, within an hour, or registered. The sweep sets 0 before it deletes it. */
  readonly unusedSince: number
}

/** About a client that registered itself (RFC 7591). */
export interface SelfRegistration extends Unchecked {
  readonly by: 'itself'
  /** SHA-256 of its registration access token (RFC 7592 §3), hexadecimal. */
  readonly tokenHash: string
}

/** About a client whose id is the URL of its document; its row is written with its first grant. */
export interface DocumentRegistration extends Unchecked {
  readonly by: 'document'
  /** Of the document that the person saw who was asked last (`clients/documents/document.ts`). */
  readonly documentDigest: string
}

const registrationParts = {
  registrationTokenHash: nullable(id),
  documentDigest: nullable(id),
  consentSince: nullable(time),
  unusedSince: nullable(time),
}

/** Null if an operator registered it. */
const registration: Several<
  SelfRegistration | DocumentRegistration | null,
  typeof registrationParts
> = {
  parts: registrationParts,
  join({ registrationTokenHash: tokenHash, documentDigest, consentSince, unusedSince }) {
    if (consentSince === null || unusedSince === null) return null
    if (documentDigest !== null) {
      return { by: 'document', documentDigest, consentSince, unusedSince }
    }
    return tokenHash === null ? null : { by: 'itself', tokenHash, consentSince, unusedSince }
  },
  split: (kept) => ({
    registrationTokenHash: kept?.by === 'itself' ? kept.tokenHash : null,
    documentDigest: kept?.by === 'document' ? kept.documentDigest : null,
    consentSince: kept?.consentSince ?? null,
    unusedSince: kept?.unusedSince ?? null,
  }),
}

/** The properties of a client that may change after registration. */
export const changeableClient = table('clients', {
  authentication: clientAuthentication,
  name: text,
  /** What names that look like this one have in common (`clients/look-alike.ts`). */
  nameKey: text,
  /** Raw strings as registered, compared without normalization (RFC 9700 §2.1). */
  redirectUris: list,
  /** The scope tokens that it may request, separated by single spaces. */
  scope: text,
  /**
   * The values of `grant_type` that it may use; `authorization_code` also lets it use the
   * authorization endpoint.
   */
  grantTypes: list,
  /** Part of the platform itself, so the user is not asked for consent. */
  trusted: flag,
  requirePkce: flag,
  /**
   * For this many seconds, the predecessor of an unused refresh token yields that same token; 0 to
   * 600.
   */
  refreshRetrySeconds: count,
  /** The APIs that its tokens name if a request names none (RFC 8707 §2); empty for every API. */
  defaultResources: list,
  /** Private-use URI schemes without a dot that its redirect URIs may have; lower case. */
  allowedSchemes: list,
  /** The tokens of `scope` that a person may leave out, separated by single spaces; may be empty. */
  optionalScope: text,
  /** Who makes it, for the consent page. This and the addresses below are empty if not given. */
  publisher: text,
  /** Its website, privacy policy and terms (RFC 7591 §2): https. */
  clientUri: text,
  policyUri: text,
  tosUri: text,
  /** What few clients have (`clients/metadata/`), under the names of RFC 7591 §2. */
  metadata,
  /**
   * The sector of its pairwise subjects (OpenID Connect Core §8.1), which it keeps when its addresses
   * change; null if it gets public ones.
   */
  sector: nullable(id),
  registration,
})

export const clients = table('clients', {
  id,
  ...changeableClient.fields,
  /** SHA-256 of its logo, base64url (`client-logos.ts`); empty if it has none. */
  logo: text,
  createdAt: time,
  disabledAt: nullable(time),
  /** Another one after each change by a person or a program, for compare-and-set. */
  revision: id,
})

/** The part of a client that is needed to judge a grant: its authentication and what it may do. */
export const clientStanding = pick(clients, [
  'id',
  'scope',
  'authentication',
  'grantTypes',
  'refreshRetrySeconds',
  'defaultResources',
  'metadata',
  'sector',
  'disabledAt',
])
