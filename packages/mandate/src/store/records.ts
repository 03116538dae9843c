/**
 * What is kept besides grants, as `tables/` describes it. Times are whole seconds since 1970; `null`
 * means "not", never "unknown".
 */

import type { accountStanding, accounts } from './tables/accounts.ts'
import type { changeableClient, clientStanding, clients } from './tables/clients.ts'
import type { consents } from './tables/consents.ts'
import type { recoveries } from './tables/recoveries.ts'
import type { changeableResource, resources } from './tables/resources.ts'
import type { sessions } from './tables/sessions.ts'
import type { RecordOf } from './tables/table.ts'

/** An integrating system (RFC 6749 §2). */
export type Client = RecordOf<typeof clients.fields>
export type ClientChange = Partial<RecordOf<typeof changeableClient.fields>>
/** What a grant has to know of its client: who proves to be it, and what it may. */
export type ClientStanding = RecordOf<typeof clientStanding.fields>

/** An API (resource server) with credentials for introspection (RFC 7662 §2.1). */
export type Resource = RecordOf<typeof resources.fields>
export type ResourceChange = Partial<RecordOf<typeof changeableResource.fields>>

/** An end user (resource owner). The id is never used again, even after deletion. */
export type Account = RecordOf<typeof accounts.fields>
/** What a grant has to know of its account; the password stays where it is. */
export type AccountStanding = RecordOf<typeof accountStanding.fields>

/** A browser that an account is signed in with. The cookie's secret itself is not kept. */
export type Session = RecordOf<typeof sessions.fields>

/** What an account has agreed a client may do, so that it is not asked again. */
export type Consent = RecordOf<typeof consents.fields>

/** That the database was brought back from a backup. */
export type Recovery = RecordOf<typeof recoveries.fields>

/**
 * How much was known of who sent a refused request. `authenticated`: a client that authenticated.
 * `named`: a registered client was named where no proof is asked for, so anybody may have sent it.
 * `failed`: a registered client was named and the proof failed. `unknown`: no registered client.
 */
export type SenderProof = 'authenticated' | 'named' | 'failed' | 'unknown'

/** What a check found, for people to read. Never a secret, never a token. */
export type Details = Readonly<Record<string, string | number | readonly string[]>>

/** A refused request without its secrets: what people need to see of it. */
export interface RefusedRequest {
  readonly method: string
  /** The path of the endpoint, without a query. */
  readonly endpoint: string
  readonly mediaType: string | null
  readonly userAgent: string | null
  /** How the client authenticated, or tried to, in the names of RFC 8414 §2; null where none was needed. */
  readonly authentication: string | null
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
}

/** Why one request was refused. */
export interface Explanation {
  /** The request's own id: the last part of the reference that its answer carried. */
  readonly id: string
  /** The error that the answer carried (RFC 6749 §4.1.2.1, §5.2). */
  readonly error: string
  readonly reason: string
  readonly at: number
  readonly standing: SenderProof
  /** As presented, where it has the form of an id; null where none was. */
  readonly clientId: string | null
  readonly request: RefusedRequest
  readonly details: Details
}
