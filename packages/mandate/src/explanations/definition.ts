/** What one reason consists of. A new reason is one call of `reason` in one file of `reasons/`. */

import type { Details } from '../store/records.ts'
import type { Words } from '../words/en.ts'
import type { DetailsIn, DetailsSchema, Fact } from './details.ts'

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2, OpenID Connect Core §3.1.2.6, RFC 9101 §6. */
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
  | 'login_required'
  | 'consent_required'
  | 'server_error'
  | 'temporarily_unavailable'
  /** Ours, for an address that is no endpoint. */
  | 'not_found'

/** What the command line and the message to the operator are made from. */
export interface Found<D> {
  readonly details: D
  /** When the request came, in seconds since 1970. */
  readonly at: number
  /** The id of the client that was named, or `CLIENT_ID` in its place. */
  readonly client: string
}

export interface OperatorsPart {
  /** A message from the client's developer, ready to send. */
  readonly message: string
  /** The command that does it, without `mandate` before it. */
  readonly command: string
}

interface Story<D> {
  readonly error: WireError
  /** What a page calls it, where no app can be told; `incompleteRequest` where it is left out. */
  readonly problem?: keyof Words['errors']
  /** In a few words, for a heading. */
  readonly title: string
  readonly happened: string
  /** What to do next. */
  readonly next: string
  /** The same as `happened`, where the details can tell more. */
  story?(found: Found<D>): string | undefined
  /** Where only the operator can put it right: how to ask, and what the operator does. */
  operator?(found: Found<D>): OperatorsPart | undefined
  /** Where they are not simply those of the details, one after the other. */
  facts?(details: D): readonly Fact[]
  /** What was sent and what would have been right, where people look for the difference. */
  compare?(details: D): {
    readonly sent: string | undefined
    readonly expected: readonly string[]
  }
}

export interface Definition<D = Details> extends Story<D> {
  readonly schema: DetailsSchema
  /** `error_description` (`description.ts`). */
  describe(details: D): string
}

/** Defines a reason. Its details are what `details` says; none where it is left out. */
export function reason<S extends DetailsSchema = Record<never, never>>(
  written: Story<DetailsIn<S>> & {
    readonly details?: S
    readonly description: string | ((details: DetailsIn<S>) => string)
  },
): Definition<DetailsIn<S>> {
  const { details: schema = {}, description, ...words } = written
  const describe = typeof description === 'string' ? () => description : description
  return { ...words, schema, describe }
}
