/** What the protocol needs from outside. Built for each version of the settings, in `http/app.ts`. */

import type { ClientDocuments } from '../clients/documents/documents.ts'
import type { ClientKeys } from '../clients/keys.ts'
import type { RequestObjects } from '../clients/request-objects.ts'
import type { Observer } from '../facts/passing.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { DocumentPolicy } from '../grants/document-clients.ts'
import type { FactorPolicy } from '../people/assurance.ts'
import type { SigningKeys } from '../signing/signing-keys.ts'
import type { Store } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { Translated } from '../words/languages.ts'
import type { CodeRate } from './authorize/code-rate.ts'
import type { DetailTypes } from './details/type.ts'
import type { DevicePace } from './device/pace.ts'
import type { JwtApis } from './token/jwt-apis.ts'

export interface ProtocolSettings extends FactorPolicy {
  /** The configured string, identical byte for byte wherever it appears (RFC 8414 §2). */
  readonly issuer: string
  readonly accessTokenSeconds: number
  readonly codeSeconds: number
  /** How long a pushed request can be opened (RFC 9126 §2.2). */
  readonly pushedRequestSeconds: number
  /** How long a device waits for its person (RFC 8628 §3.2); 0 if there is no device flow. */
  readonly deviceCodeSeconds: number
  /** Whether every client has to push its requests (RFC 9126 §5). */
  readonly requirePushedRequests: boolean
  readonly refreshTokenSeconds: number
  /** How long a used refresh token of a public client leads to the live one; 0 for not at all. */
  readonly sharedRefreshSeconds: number
  /** The maximum lifetime of a grant; 0 for no limit. */
  readonly grantSeconds: number
  readonly defaultScope: string
  /** All scope tokens with their meaning for users; null for our own words (`oidc/scopes.ts`). */
  readonly scopes: Readonly<Record<string, Translated | null>>
  /** The header with a client's certificate, and the one that says that it was verified. */
  readonly clientCertificateHeader: string | null
  readonly clientCertificateVerifiedHeader: string | null
  /** The origin at which clients present certificates; null if it is the issuer. */
  readonly mtlsUrl: string | null
  /** Whether OpenID Connect is on. */
  readonly openid: boolean
  readonly idTokenSeconds: number
  /** The ways to sign in, by name. */
  readonly signIn: Readonly<Record<string, { readonly way?: unknown }>>
  /** Whether a DPoP proof must have a nonce of this server (RFC 9449 §8), or only one that is not recent. */
  readonly dpopNonce: 'when_needed' | 'required'
  /** Whether clients register themselves (RFC 7591). */
  readonly clientRegistration: 'off' | 'token' | 'open'
  /** The scope that they may ask for. */
  readonly clientRegistrationScope: string
  /** Which clients may identify themselves by the URL of a document. */
  readonly clientDocuments: DocumentPolicy
  /** The scope that they may ask for. */
  readonly clientDocumentScope: string
  /** Private-use URI schemes without a dot that their redirect URIs may have. */
  readonly clientDocumentSchemes: readonly string[]
  /** Whether the token endpoint also accepts parameters in the query; never a secret. */
  readonly tokenParametersInQuery: boolean
}

/** What judging a request requires. */
export interface ReadingContext {
  readonly store: ReadStore
  readonly keys: KeyRing
  readonly signing: SigningKeys
  /** The public keys of clients, with which they prove themselves. */
  readonly clientKeys: ClientKeys
  readonly jwtApis: JwtApis
  /** Fetches request objects by address; not offered if absent. */
  readonly requestObjects?: RequestObjects
  /** Fetches the documents of clients; none is accepted if absent. */
  readonly clientDocuments?: ClientDocuments
  readonly clock: Clock
  readonly random: Random
  readonly settings: ProtocolSettings
  /** The types of authorization details (RFC 9396); none if absent. */
  readonly detailTypes?: DetailTypes
  /** Receives every redemption. */
  readonly observe?: Observer
  /** Limits the codes per session; no limit if absent. */
  readonly codeRate?: CodeRate
  /** Limits the polls of devices; no limit if absent. */
  readonly devicePace?: DevicePace
}

/** What a request that creates, advances or ends a grant requires. */
export interface ProtocolContext extends ReadingContext {
  readonly store: Store
}
