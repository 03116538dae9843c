/**
 * A way to sign in: the password form, or a place elsewhere that says who somebody is. Which ways
 * are on is one setting (`sign_in`), each kind of way is one file here, and `ways.ts` lists the kinds.
 *
 *     /sign-in ──▶ the page offers every way that is on
 *        │          └─▶ form: its way says who it is, or why not
 *        └──▶ external: begin ──▶ … elsewhere … ──▶ finish ──▶ proof ──▶ people/arrival.ts
 *
 * A way takes plain data and answers with an outcome; it knows no page and no response. What waits
 * for the sign-in travels through it as an `Onward`, which it must bring back unforged and only in the
 * browser that began. A way ends with a proof: who, when and how. It writes no account and no session:
 * whatever it says, the rules of `people/arrival.ts` are the same for all.
 *
 * Neighbours: `http/endpoints/sign-in.ts` and `sign-in-with.ts` call the ways and name none of them;
 * `settings.ts` reads their settings by the tables in their files.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import type { PendingAuthorization } from '../oauth/authorize/pending.ts'
import type { Prompt, VerifiedRequest } from '../oauth/authorize/request.ts'
import type { ReadingContext } from '../oauth/context.ts'
import type { Acceptance, Authentication, Person } from '../people/arrival.ts'
import type { signIn } from '../people/sign-in.ts'
import type { EntryOfKind, Kind, ValuesOf } from '../settings/schema.ts'
import type { Translated } from '../words/languages.ts'

export type { Acceptance } from '../people/arrival.ts'

/**
 * What an external way ends with: the identity (provider, subject), which alone finds an account, what is
 * said about the person, and when and how they signed in there. `authTime` is not when they came here.
 */
export type Proof = Person & Authentication

/** What waits for the sign-in; plain data, so that a way can carry it. */
export interface Onward {
  /** Null on the way to the account page. */
  readonly pending: PendingAuthorization | null
  /** A postponed act (`http/postponed-act.ts`), sealed for the browser; only without `pending`. */
  readonly act: string | null
  /** Whoever comes back is not signed in, but connected to the account of the act. */
  readonly isConnecting?: true
  /** The person wants an account of their own, although another one has their address. */
  readonly isSeparate?: true
}

/** A browser that begins to sign in. */
export interface Visit {
  readonly onward: Onward
  /**
   * The checked request that waits, with its client, `loginHint` and `uiLocales`; null on the way to the
   * account page.
   */
  readonly request: VerifiedRequest | null
  /** False for `prompt=none`: nothing may be asked of the person. */
  readonly interactive: boolean
  /** What the client asks for, and `select_account` if the person wants another account. */
  readonly prompt: readonly Prompt[]
  /** A proof with an earlier `authTime` does not do, in seconds since 1970; null for any. */
  readonly authTimeAfter: number | null
  /** The languages that the client asks for, best first (BCP 47); empty if it says nothing. */
  readonly locales: string
  /** Who is signed in here already, if anybody. */
  readonly accountId: string | null
  readonly browser: Browser
}

/** What a way may know of a browser. The secret itself stays in its cookie. */
export interface Browser {
  /** SHA-256 of the browser's secret, base64url: the same browser has the same. */
  readonly hash: string
  /** The address of the network it comes from, for throttling. */
  readonly network: string
  /** Seals JSON for this browser and this way (`http/seal.ts`). Not encrypted. URL-safe. */
  seal(value: unknown): string
  /** The value, if it was sealed in this browser for this way. Its age is for the way to check. */
  unseal(sealed: string | undefined): unknown
  /** 32 bytes that only this server can derive, for this browser, this way and this text. */
  derive(text: string): Uint8Array
}

export type Begun =
  /** Where the browser goes. */
  { readonly is: 'redirect'; readonly to: string } | Failed

/** The browser is back from elsewhere. */
export interface Return {
  /** The parameters that came with it. */
  readonly parameters: URLSearchParams
  readonly browser: Browser
}

export type Finished = { readonly onward: Onward } & (
  | { readonly is: 'proven'; readonly proof: Proof }
  /** It was said that nobody signs in, with an error code for the client of the request. */
  | { readonly is: 'refused'; readonly error: RefusedWith; readonly reason: string | null }
  | Failed
)

/**
 * OpenID Connect Core §3.1.2.6 and RFC 6749 §4.1.2.1. The first two answer `prompt=none`; to a person
 * who could have been asked, they mean the same as the third.
 */
export const refusals = ['login_required', 'interaction_required', 'access_denied'] as const
export type RefusedWith = (typeof refusals)[number]

export interface Failed {
  readonly is: 'failed'
  readonly because: FailedBecause
  /** For the log, without secrets. */
  readonly detail: string
}

/** What the person is told. */
export type FailedBecause =
  /** The other side is down, slow or not set up as it should be. */
  | 'unreachable'
  /** What it said cannot be trusted. */
  | 'not_trusted'
  /** The person signed in there before `authTimeAfter`, or nobody said when. */
  | 'not_recent'
  /** The browser came back too late. */
  | 'expired'
  /** It was used before, or began in another browser. */
  | 'not_begun_here'

/** `finish` could not even tell what was waiting. */
export type Lost = Failed & { readonly onward: null }

/** The form with e-mail address and password. */
export interface FormWay {
  readonly is: 'form'
  readonly name: string
  /** Of the users whom the platform is asked about; undefined if it is asked about nobody. */
  readonly provider?: string
  /** Rejects only with `StorageUnavailable`. */
  readonly signIn: typeof signIn
}

/** A way that leads elsewhere. */
export interface ExternalWay {
  readonly is: 'external'
  /** Its name in the setting, and in its address `/sign-in/with/NAME`. */
  readonly name: string
  /** For its button: "Continue with LABEL". */
  readonly label: Translated
  /** Its people in `identities`. */
  readonly provider: string
  /** Whether it vouches for people of this provider too, where one way has several. */
  vouchesFor?(provider: string): boolean
  readonly accept: Acceptance
  /**
   * Whether somebody new whose verified address an account has already is asked to sign in to that
   * account first, instead of getting a second one.
   */
  readonly asksToLink: boolean
  /** Rejects with `StorageUnavailable` only. */
  begin(visit: Visit): Promise<Begun>
  /**
   * For a way whose people come back to `/sign-in/with/NAME/callback` (GET, or a POST that was made
   * one). Rejects with `StorageUnavailable` only.
   */
  finish?(back: Return): Promise<Finished | Lost>
  /**
   * Where a browser signs out there and comes back to `returnTo`; null if nowhere. Must not wait long.
   */
  endSession?(returnTo: string): Promise<string | null>
}

export type Way = FormWay | ExternalWay

/** What a way is made from. */
export interface Configured<Values> {
  readonly name: string
  readonly settings: Values
  readonly context: WayContext
}

/** What ways need from outside: the store for reading, keys, clock, randomness, issuer. */
export interface WayContext extends ReadingContext {
  /** For every call to another server. */
  readonly fetch: Fetcher
}

/** A kind of way: the table of its settings, and how a way is made from them. */
export interface WayKind extends Kind {
  /** Must be quick: what is slow to load or far away waits for the first `begin`. */
  open(configured: Configured<EntryOfKind>): Way
}

/** Ties the type of the settings to the table. */
export function wayKind<const Table extends Kind['members']>(
  kind: Omit<WayKind, 'members' | 'open'> & {
    readonly members: Table
    open(configured: Configured<ValuesOf<Table>>): Way
  },
): WayKind {
  return kind as unknown as WayKind
}
