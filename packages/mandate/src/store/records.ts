/**
 * The records besides grants; `tables/` describes their tables. Times are whole seconds since 1970;
 * `null` means "not", never "unknown".
 */

import type { accountStanding, accounts, changeableAccount } from './tables/accounts.ts'
import type { clientDomains } from './tables/client-domains.ts'
import type { changeableClient, clientStanding, clients } from './tables/clients.ts'
import type { consents } from './tables/consents.ts'
import type { declaredSettings, settingsFaults } from './tables/declared-settings.ts'
import type { deviceRequests } from './tables/device-requests.ts'
import type { endedAssertions } from './tables/ended-assertions.ts'
import type {
  changeableEndpoint,
  deliveries,
  endpointProgress,
  endpoints,
} from './tables/endpoints.ts'
import type { rareOfGrants } from './tables/grants.ts'
import type { identities } from './tables/identities.ts'
import type { knownBrowsers } from './tables/known-browsers.ts'
import type { mailedLinks } from './tables/mailed-links.ts'
import type { operators } from './tables/operators.ts'
import type { passkeys } from './tables/passkeys.ts'
import type { platformKeys } from './tables/platform-keys.ts'
import type { pushedRequests } from './tables/pushed-requests.ts'
import type { recoveries } from './tables/recoveries.ts'
import type { registrationTokens } from './tables/registration-tokens.ts'
import type { repeatableRequests } from './tables/repeatable-requests.ts'
import type { changeableResource, resources } from './tables/resources.ts'
import type { scimUsers } from './tables/scim-users.ts'
import type { recoveryCodes, totpAuthenticators } from './tables/second-factors.ts'
import type { sessions } from './tables/sessions.ts'
import type { signInAnswers } from './tables/sign-in-answers.ts'
import type { RecordOf } from './tables/table.ts'
import type { changeableIssuer, trustedIssuers } from './tables/trusted-issuers.ts'

/** An integrating system (RFC 6749 §2). */
export type Client = RecordOf<typeof clients.fields>
export type ClientChange = Partial<RecordOf<typeof changeableClient.fields>>
/** The part of a client that is needed to judge a grant: its authentication and what it may do. */
export type ClientStanding = RecordOf<typeof clientStanding.fields>

/** What is rarely asked about a grant, with its id. */
export type RareOfGrant = RecordOf<typeof rareOfGrants.fields>

/** What the operator has decided about the clients with documents at one host. */
export type ClientDomain = RecordOf<typeof clientDomains.fields>

/** A version of the settings that are kept in the database. */
export type DeclaredVersion = RecordOf<typeof declaredSettings.fields>
/** A server that cannot use one, and why. */
export type SettingsFault = RecordOf<typeof settingsFaults.fields>

/** An API (resource server) with credentials for introspection (RFC 7662 §2.1). */
export type Resource = RecordOf<typeof resources.fields>
export type ResourceChange = Partial<RecordOf<typeof changeableResource.fields>>

/** The credentials of one of the platform's own programs. */
export type PlatformKey = RecordOf<typeof platformKeys.fields>

/** An issuer whose assertions the operator trusts, and how far. */
export type TrustedIssuer = RecordOf<typeof trustedIssuers.fields>
export type IssuerChange = Partial<RecordOf<typeof changeableIssuer.fields>>

/** Where events go (`runtime/deliveries/`). */
export type Endpoint = RecordOf<typeof endpoints.fields>
export type EndpointChange = Partial<RecordOf<typeof changeableEndpoint.fields>>
/** How far an endpoint has come. */
export type EndpointProgress = RecordOf<typeof endpointProgress.fields>
/** An event that could not be delivered at once, or one of the newest that were. */
export type Delivery = RecordOf<typeof deliveries.fields>

/** What keeps assertions from beginning ended grants again. */
export type EndedAssertions = RecordOf<typeof endedAssertions.fields>

/** A request of the admin API that may be sent again with its key. */
export type RepeatableRequest = RecordOf<typeof repeatableRequests.fields>

/** An initial access token (RFC 7591). */
export type RegistrationToken = RecordOf<typeof registrationTokens.fields>

/** An end user (resource owner). An id is never reused, even after deletion. */
export type Account = RecordOf<typeof accounts.fields>
export type AccountChange = Partial<RecordOf<typeof changeableAccount.fields>>
/** The part of an account that is needed to judge a grant; without the password hash. */
export type AccountStanding = RecordOf<typeof accountStanding.fields>

/** The account of someone who runs Mandate. */
export type OperatorRow = RecordOf<typeof operators.fields>

/** An external identity: a sign-in with it at its provider is a sign-in to the account. */
export type Identity = RecordOf<typeof identities.fields>
/** The key of an identity. An e-mail address is never one. */
export type IdentityName = Pick<Identity, 'provider' | 'subject'>

/** A passkey of an account: its public key, and what is needed to recognize it. */
export type Passkey = RecordOf<typeof passkeys.fields>

/** A directory's data about one of its users. */
export type ScimUser = RecordOf<typeof scimUsers.fields>

/** An account's session in one browser. The cookie's secret itself is not stored. */
export type Session = RecordOf<typeof sessions.fields>

/** A browser that has signed in to an account before. The secret itself is not stored. */
export type KnownBrowser = RecordOf<typeof knownBrowsers.fields>

/** The authenticator app of an account, with its secret encrypted. */
export type TotpAuthenticator = RecordOf<typeof totpAuthenticators.fields>

/** A code for a lost phone; the code itself is not stored. */
export type RecoveryCode = RecordOf<typeof recoveryCodes.fields>

/** A platform's answer to a sign-in that was handed to it. */
export type SignInAnswer = RecordOf<typeof signInAnswers.fields>

/** A one-time link; `people/mailed-links.ts` derives its secret. */
export type MailedLink = RecordOf<typeof mailedLinks.fields>

/** An authorization request that its client has pushed (RFC 9126). */
export type PushedRequest = RecordOf<typeof pushedRequests.fields>

/** What a device has asked for (RFC 8628), with hashes of its codes. */
export type DeviceRequest = RecordOf<typeof deviceRequests.fields>

/** What a user has agreed that a client may do, so that they are not asked again. */
export type Consent = RecordOf<typeof consents.fields>

/** One restore of the database from a backup. */
export type Recovery = RecordOf<typeof recoveries.fields>

/**
 * How certain it is who sent a refused request. `authenticated`: the client authenticated. `named`:
 * a registered client was named where no proof is required, so anybody may have sent it. `failed`:
 * a registered client was named, and the proof failed. `unknown`: no registered client was named.
 */
export type SenderProof = 'authenticated' | 'named' | 'failed' | 'unknown'

/** The findings of a check, for people to read. Never a secret, never a token. */
export type Details = Readonly<Record<string, string | number | readonly string[]>>

/** A refused request, with its secrets removed. */
export interface RefusedRequest {
  readonly method: string
  /** The path of the endpoint, without a query. */
  readonly endpoint: string
  readonly mediaType: string | null
  readonly userAgent: string | null
  /** How the client authenticated or tried to, as named in RFC 8414 §2; null if none was needed. */
  readonly authentication: string | null
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
}

/** Why one request was refused. */
export interface Explanation {
  /** The request's id: the last part of the reference in its response. */
  readonly id: string
  /** The error code in the response (RFC 6749 §4.1.2.1, §5.2). */
  readonly error: string
  readonly reason: string
  readonly at: number
  readonly standing: SenderProof
  /** As presented, if it has the form of an id; null otherwise. */
  readonly clientId: string | null
  readonly request: RefusedRequest
  readonly details: Details
}
