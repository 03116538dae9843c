/** Who did something. Every state change names its actor, and the fact records it. */

import type { Permission } from '../operators/permissions.ts'

export type Actor =
  | Operator
  | {
      readonly kind: 'account'
      readonly id: string
      readonly from?: Origin
      /**
       * They proved two factors in this session. Without it, a way to sign in that they add to the
       * account of an operator makes the role wait for an owner (`operators.unconfirmedSince`).
       */
      readonly hasTwoFactors?: true
    }
  | { readonly kind: 'client'; readonly id: string }
  /** One of the platform's own programs; `id` is the id of its key. */
  | { readonly kind: 'platform'; readonly id: string }
  /** Mandate itself, unasked: the demo's seed data, or a rule that ends something. */
  | { readonly kind: 'system' }

/** Who runs Mandate. */
export type Operator =
  /** Someone who can run commands on the server's machine. They may do everything. */
  { readonly kind: 'operator'; readonly via: 'shell' } | RemoteOperator

/** Someone, or a program, that came over HTTP. */
export interface RemoteOperator {
  readonly kind: 'operator'
  readonly via: 'console' | 'api'
  /** The account or the client, with the word that says which. */
  readonly id: OperatorId
  /** What they may do now (`operations/acting-operator.ts`). */
  readonly permissions: ReadonlySet<Permission>
  readonly from?: Pick<Origin, 'network'>
}

export function isOperator(actor: Actor): actor is Operator {
  return actor.kind === 'operator'
}

export type OperatorId = `account:${string}` | `client:${string}`

/**
 * Where a person's request came from. Of an operator's act, the network address is recorded; of
 * another person's it is only in the mail that tells them of it.
 */
export interface Origin {
  /** The browser and the system, such as "Firefox on Linux". */
  readonly agent?: string | undefined
  /** The network address. */
  readonly network?: string | undefined
  /** The language of the page, as a tag (BCP 47). */
  readonly language?: string | undefined
}

/** An actor as facts keep it: an operator without permissions, others without an origin. */
export type RecordedActor =
  | { readonly kind: 'operator'; readonly via: 'shell' }
  | (Pick<RemoteOperator, 'kind' | 'via' | 'id'> & { readonly network?: string })
  | { readonly kind: 'account' | 'client' | 'platform'; readonly id: string }
  | { readonly kind: 'system' }

/** The actor as it is recorded. */
export function recordedActor(by: Actor): RecordedActor {
  if (by.kind === 'system') return by
  if (by.kind !== 'operator') return { kind: by.kind, id: by.id }
  if (by.via === 'shell') return by
  const { kind, via, id, from } = by
  return { kind, via, id, ...(from?.network !== undefined && { network: from.network }) }
}

/** In one line, for lists and logs: `operator account:01…`, `client acme`, `system`. */
export function namedActor(by: RecordedActor): string {
  return 'id' in by ? `${by.kind} ${by.id}` : by.kind
}

/** Deferred work that follows from a change: a mail, a webhook, a logout token. */
export interface NewJob {
  /** Names its handler (`runtime/job-handlers.ts`). */
  readonly kind: string
  /** What the handler needs, as JSON. Never a secret. */
  readonly input: Readonly<Record<string, unknown>>
  /** Only if one of these grants names a session (`grants/signed-in.ts`). */
  readonly ifSignedIn?: { readonly accountId?: string; readonly grantId?: string }
}

/**
 * Accompanies every change. `at` is in whole seconds since 1970, by the clock of the process making
 * it.
 */
export interface Act {
  readonly by: Actor
  readonly at: number
  /** Stored in the same transaction as the change, and only if the change was made. */
  readonly jobs?: readonly NewJob[]
}
