/** The parts of a reason. To add one, call `reason` in a file of `reasons/`. */

import type { Details } from '../store/records.ts'
import type { Words as PageWords } from '../words/en/en.ts'
import type { DetailsIn, DetailsSchema, Fact } from './details.ts'

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2, OpenID Connect Core §3.1.2.6, RFC 9101 §6, RFC 9449 §5, RFC 8628 §3.5. */
export type WireError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'invalid_authorization_details'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'login_required'
  | 'interaction_required'
  | 'unmet_authentication_requirements'
  | 'consent_required'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  /** RFC 7591 §3.2.2. */
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  /** RFC 6750 §3.1. */
  | 'invalid_token'
  | 'insufficient_scope'
  | 'server_error'
  | 'temporarily_unavailable'
  /** Our own, for an address that is not an endpoint. */
  | 'not_found'

/** The input for the texts about one refused request. */
export interface Found<D> {
  readonly details: D
  /** When the request arrived, in seconds since 1970. */
  readonly at: number
  /** The id of the named client, or `CLIENT_ID` if there is none. */
  readonly client: string
}

export interface OperatorsPart {
  /** A message from the client's developer, ready to send. */
  readonly message: string
  /** The command that does it, without the leading `mandate`. */
  readonly command: string
}

interface Words<D> {
  /** An ordinary answer to a request in order: neither logged nor explained. */
  readonly isRoutine?: true

  /** What the user reads if the error cannot go to the app. The default is `incompleteRequest`. */
  readonly problem?: keyof PageWords['errors']
  /** A short heading. */
  readonly title: string
  readonly happened: string
  /** What to do next. */
  readonly next: string
  /** Replaces `happened` if the details say more. */
  story?(found: Found<D>): string | undefined
  /** If only the operator can fix it: how to ask, and what the operator does. */
  operator?(found: Found<D>): OperatorsPart | undefined
  /** Replaces the facts that come from the schema. */
  facts?(details: D): readonly Fact[]
  /** Two strings that should have been the same, to show where they differ. */
  compare?(details: D): {
    readonly sent: string | undefined
    readonly expected: readonly string[]
  }
}

export interface Definition<D = Details> extends Words<D> {
  readonly error: WireError
  readonly schema: DetailsSchema
  /** `error_description` (`description.ts`). */
  describe(details: D): string
}

/** Defines a reason. Without `details` it has none. */
export function reason<S extends DetailsSchema = Record<never, never>>(
  error: WireError,
  written: Words<DetailsIn<S>> & {
    readonly details?: S
    readonly description: string | ((details: DetailsIn<S>) => string)
  },
): Definition<DetailsIn<S>> {
  const { details: schema = {}, description, ...words } = written
  const describe = typeof description === 'string' ? () => description : description
  return { ...words, error, schema, describe }
}
