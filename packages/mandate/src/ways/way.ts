/**
 * A way to sign in: the password form, a passkey, or another site that says who the person is. The setting
 * `sign_in` says which ways are on, each kind of way is one file here, and `ways.ts` lists the
 * kinds.
 *
 *     /sign-in ──▶ the page offers every way that is on
 *        │          ├─▶ form: its way says who it is, or why not
 *        │          └─▶ passkey: people/passkeys/ says who it is
 *        └──▶ external: begin ──▶ … elsewhere … ──▶ finish ──▶ proof ──▶ people/arrival.ts
 *
 * A way takes plain data and returns an outcome; it knows nothing of pages or HTTP. What happens
 * after the sign-in travels through it as an `Onward`, which it must protect from forgery and
 * return only in the browser that started the sign-in. A way ends with a proof: who, when and how.
 * It does not write accounts or sessions; `people/arrival.ts` does that by the same rules for every
 * way.
 *
 * Neighbours: `http/endpoints/sign-in.ts` and `sign-in-with.ts` call the ways without knowing which
 * exist; `settings.ts` reads their settings by the tables in their files.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import type { PendingAuthorization } from '../oauth/authorize/pending.ts'
import type { VerifiedRequest } from '../oauth/authorize/request.ts'
import type { ReadingContext } from '../oauth/context.ts'
import type { Prompt } from '../oidc/authentication-request.ts'
import type { Acceptance, Authentication, Person } from '../people/arrival.ts'
import type { RelyingParty } from '../people/passkeys/relying-party.ts'
import type { signIn } from '../people/sign-in.ts'
import type { EntryOfKind, Kind, ValuesOf } from '../settings/schema.ts'
import type { Translated } from '../words/languages.ts'

export type { Acceptance } from '../people/arrival.ts'

/**
 * The result of an external way: the identity (provider, subject), which is the only thing that
 * finds an account, what the provider says about the person, and when and how they signed in there.
 * `authTime` is the time of that sign-in, not of the arrival here.
 */
export type Proof = Person & Authentication

/** What happens after the sign-in; plain data, so that a way can carry it. */
export interface Onward {
  /** Null if the account page comes next. */
  readonly pending: PendingAuthorization | null
  /** A postponed act (`http/postponed-act.ts`), sealed for the browser; only without `pending`. */
  readonly act: string | null
  /** The result is not a sign-in: the identity is connected to the account of the act. */
  readonly isConnecting?: true
  /** The person wants a new account, although another account has their address. */
  readonly isSeparate?: true
}

/** A browser that starts to sign in. */
export interface Visit {
  readonly onward: Onward
  /**
   * The checked authorization request, with its client, `loginHint` and `uiLocales`; null if the
   * account page comes next.
   */
  readonly request: VerifiedRequest | null
  /** False for `prompt=none`: the person must not be asked anything. */
  readonly interactive: boolean
  /** The client's prompt, and `select_account` if the person wants to use another account. */
  readonly prompt: readonly Prompt[]
  /** The earliest acceptable `authTime`, in seconds since 1970; null for any. */
  readonly authTimeAfter: number | null
  /** The languages that the client asks for, best first (BCP 47); empty if it asks for none. */
  readonly locales: string
  /** The account that is already signed in here, if any. */
  readonly accountId: string | null
  readonly browser: Browser
}

/** What a way may know about a browser. The secret itself stays in its cookie. */
export interface Browser {
  /** SHA-256 of the browser's secret, base64url: the same for every request of a browser. */
  readonly hash: string
  /** The address of the network it comes from, for throttling. */
  readonly network: string
  /** Seals JSON for this browser and this way (`http/seal.ts`). Signed, not encrypted. URL-safe. */
  seal(value: unknown): string
  /** The value, if it was sealed for this browser and this way. The way checks its age. */
  unseal(sealed: string | undefined): unknown
  /**
   * 32 bytes derived for this browser, this way and this text. Only this server can derive them.
   */
  derive(text: string): Uint8Array
}

export type Begun =
  /** Where to send the browser. */
  { readonly is: 'redirect'; readonly to: string } | Failed

/** The browser has returned from the other site. */
export interface Return {
  /** The parameters that came with it. */
  readonly parameters: URLSearchParams
  readonly browser: Browser
}

export type Finished = { readonly onward: Onward } & (
  | { readonly is: 'proven'; readonly proof: Proof }
  /**
   * The other side refused the sign-in, with an error code for the client. The reason is one short
   * line that can be shown.
   */
  | { readonly is: 'refused'; readonly error: RefusedWith; readonly reason: string | null }
  | Failed
)

/**
 * OpenID Connect Core §3.1.2.6 and RFC 6749 §4.1.2.1. The first two are answers to `prompt=none`;
 * otherwise they mean the same as the third.
 */
export const refusals = ['login_required', 'interaction_required', 'access_denied'] as const
export type RefusedWith = (typeof refusals)[number]

export interface Failed {
  readonly is: 'failed'
  readonly because: FailedBecause
  /** For the log, without secrets. */
  readonly detail: string
}

/** Decides what the person is told. */
export type FailedBecause =
  /** The other side is down, slow or misconfigured. */
  | 'unreachable'
  /** Its response cannot be trusted. */
  | 'not_trusted'
  /** The person signed in there before `authTimeAfter`, or at an unknown time. */
  | 'not_recent'
  /** The browser came back too late. */
  | 'expired'
  /** It was already used, or started in another browser. */
  | 'not_begun_here'

/** `finish` could not recover the `Onward`. */
export type Lost = Failed & { readonly onward: null }

/** The form for e-mail address and password. */
export interface FormWay {
  readonly is: 'form'
  readonly name: string
  /** The provider name of the platform's users; undefined if the platform is never asked. */
  readonly provider?: string
  /** Rejects only with `StorageUnavailable`. */
  readonly signIn: typeof signIn
}

/** A way that goes through another site. */
export interface ExternalWay {
  readonly is: 'external'
  /** Its name in the setting, and in its address `/sign-in/with/NAME`. */
  readonly name: string
  /** For its button: "Continue with LABEL". */
  readonly label: Translated
  /** The provider of its users in `identities`. */
  readonly provider: string
  /** Whether this way is also responsible for another provider name, such as a Microsoft tenant. */
  vouchesFor?(provider: string): boolean
  readonly accept: Acceptance
  /**
   * Whether a new user whose verified address belongs to an existing account is asked to sign in to
   * that account first, instead of getting a second account.
   */
  readonly asksToLink: boolean
  /** Rejects with `StorageUnavailable` only. */
  begin(visit: Visit): Promise<Begun>
  /**
   * For a way that returns to `/sign-in/with/NAME/callback` (GET, or a POST that was turned into a
   * GET). Rejects with `StorageUnavailable` only.
   */
  finish?(back: Return): Promise<Finished | Lost>
  /**
   * The URL that signs the browser out there and then returns to `returnTo`; null if there is none.
   * Must not wait long.
   */
  endSession?(returnTo: string): Promise<string | null>
}

/** Passkeys, on our own page. */
export interface PasskeyWay {
  readonly is: 'passkey'
  readonly name: string
  readonly party: RelyingParty
}

export type Way = FormWay | PasskeyWay | ExternalWay

/** What a way is created from. */
export interface Configured<Values> {
  readonly name: string
  readonly settings: Values
  readonly context: WayContext
}

/** What every way needs: a read-only store, keys, clock, randomness, issuer. */
export interface WayContext extends Omit<ReadingContext, 'clientKeys' | 'jwtApis'> {
  /** For every call to another server. */
  readonly fetch: Fetcher
}

/** What trying a way to sign in finds, as `mandate provider check` shows it. */
export interface Finding {
  readonly name: string
  readonly ok: boolean
  readonly message: string
  readonly remedy?: string
  /** Worth knowing, but not an error. */
  readonly notice?: true
}

/** A kind of way: the table of its settings, and how a way is made from them. */
export interface WayKind extends Kind {
  /**
   * Must be fast: anything slow is loaded or fetched at the first `begin`. Undefined if the way is
   * not possible on this server.
   */
  open(configured: Configured<EntryOfKind>): Way | undefined
}

/** Infers the type of the settings from the table. */
export function wayKind<const Table extends Kind['members']>(
  kind: Omit<WayKind, 'members' | 'open'> & {
    readonly members: Table
    open(configured: Configured<ValuesOf<Table>>): Way | undefined
  },
): WayKind {
  return kind as unknown as WayKind
}
