/** The verbs on grants: the only rows that the token path writes. */

import type { Act } from '../../facts/actor.ts'
import type { DetailsId, Grant, GrantId, RevocationCause } from '../../grants/grant.ts'
import type { Advance } from '../../grants/redemption.ts'
import type { AccountStanding, Client, ClientStanding, RareOfGrant } from '../records.ts'
import type { ConnectedFrom } from '../tables/grants.ts'
import type { Page, PageBefore, PageRequest, Revoked } from './pages.ts'

/** A grant with its client and its account. */
export interface GrantAndParties {
  readonly grant: Grant
  readonly client: ClientStanding
  /** Null if the client acts in its own name, or if the account was deleted. */
  readonly account: AccountStanding | null
}

/** All that the gate checks of a grant (`grants/gate.ts`). */
export interface GrantWithParties extends GrantAndParties {
  /**
   * The grants that it was delegated from: first its parent, last the one that a person made. Empty
   * for a grant without parent, which costs no further read.
   */
  readonly ancestors: readonly GrantAndParties[]
  /** Whether the access token passed to `find` was revoked individually. */
  readonly accessTokenDenied: boolean
}

/** A live grant as its owner sees it. Times in seconds since 1970. */
export interface Installation {
  readonly id: GrantId
  readonly clientId: string
  readonly scope: string
  readonly resource: readonly string[]
  /** Names what was agreed to beyond the scope; null for nothing. */
  readonly details: DetailsId | null
  /** The grant that it was delegated from; null if the person connected the client. */
  readonly parent: GrantId | null
  readonly createdAt: number
  /** When a code or a refresh token was last redeemed; null if none was. */
  readonly redeemedAt: number | null
  /** Null if it is not known. */
  readonly connectedFrom: ConnectedFrom | null
}

/** How many grants are live, and of how many accounts and clients. */
export interface LiveGrants {
  readonly grants: number
  readonly accounts: number
  readonly clients: number
  readonly isMore: boolean
}

export interface Installations {
  /** The live ones, newest first. */
  readonly installations: readonly Installation[]
  /** Pass it as `before` for older grants; null if there are none. */
  readonly older: string | null
}

/** The number of grants that one `listNewest` reads. */
export const GRANTS_PER_LOOK = 1_000
/** How many grants a chain of delegation may have below the first. */
export const DELEGATION_DEPTH = 3
/** How many grants may be delegated from one, whether they have ended or not. */
export const DELEGATION_BREADTH = 50
/** How many unredeemed codes an account may have at one client. */
export const UNREDEEMED_KEPT = 10

/** The row of a client with a document, and what it means for the one that is there. */
export interface DocumentClientRow {
  readonly record: Client
  readonly is: 'new' | 'changed' | 'as_seen'
}

export interface GrantStore {
  /**
   * With where the person came from, if the act says so, and with the text of its `details`, if it has
   * any. A `client` with a document gets its row in the same step, or has it changed to this.
   */
  insert(
    grant: Grant,
    act: Act,
    besides?: {
      readonly details?: string | undefined
      readonly client?: DocumentClientRow | undefined
    },
  ): Promise<void>
  /**
   * The grants that were delegated from this one, live or not, oldest first; at most
   * `DELEGATION_BREADTH`.
   */
  listDelegated(parent: GrantId): Promise<readonly Grant[]>
  /** The text of authorization details: a JSON array. */
  findDetails(id: DetailsId): Promise<string | undefined>
  /**
   * Reads the grant and its parties from one snapshot, and then its ancestors. With `accessTokenId`,
   * checks the denylist too. Undefined if the client, the client of an ancestor or an ancestor is gone.
   */
  find(id: GrantId, accessTokenId?: string): Promise<GrantWithParties | undefined>
  /**
   * The standing grant with this key: one that is found again for each token instead of being made
   * anew. It may have ended with many others at once; undefined if it ended by itself.
   */
  findStanding(key: string): Promise<GrantWithParties | undefined>
  /**
   * Inserts a standing grant, unless a live one has its key. `insteadOf` names one that has ended and
   * gives up the key; `issuerId` the trusted issuer that it came of. Under a parent, the key of a grant that has ended is not given away again, and
   * there are at most `DELEGATION_BREADTH` grants. False if nothing was inserted.
   */
  insertStanding(
    grant: Grant,
    standing: {
      readonly key: string
      readonly insteadOf?: GrantId | undefined
      readonly issuerId?: string | undefined
    },
    act: Act,
  ): Promise<boolean>
  /**
   * The compare-and-set. True for the one caller that moved the row from `from` to `to`; every
   * other caller gets false and must read again. Never moves a revoked grant, nor one whose scope
   * or details have changed.
   */
  advance(step: Advance): Promise<boolean>
  /** True for the one caller that ended it; false if it had already ended or does not exist. */
  revoke(id: GrantId, because: RevocationCause, act: Act): Promise<boolean>
  /**
   * Takes one scope token out of a live grant of the account, and out of the remembered consent to
   * its client, in one step. True for the one caller that took it; false if the grant is not live,
   * does not have the token, or has no other.
   */
  narrow(
    what: {
      readonly id: GrantId
      readonly accountId: string
      readonly clientId: string
      readonly taken: string
    },
    act: Act,
  ): Promise<boolean>
  /**
   * Puts lower limits in the place of the details of a live grant of the account, and of what is
   * remembered of its client's, in one step. True for the one caller that did; false if the grant is
   * not live, or its details are no longer `details`.
   */
  lower(
    what: {
      readonly id: GrantId
      readonly accountId: string
      readonly clientId: string
      readonly details: DetailsId
      readonly lowered: { readonly id: DetailsId; readonly text: string }
    },
    act: Act,
  ): Promise<boolean>
  /** The scope tokens that were taken out of the grant, or null. */
  findTakenBack(id: GrantId): Promise<string | null>
  /**
   * Ends a grant of the account and forgets the consent to its client, in one step. True for the one
   * caller that ended it.
   */
  revokeOfAccount(
    what: { readonly id: GrantId; readonly accountId: string },
    because: RevocationCause,
    act: Act,
  ): Promise<boolean>
  /**
   * Ends every live grant of the account, of the client, or of the pair. Takes the same time
   * however many there are. Naming neither is a `TypeError`, so that a mistake cannot end
   * everything.
   */
  revokeAllOf(
    whose: { readonly accountId?: string; readonly clientId?: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
  /**
   * Whether the account has a grant that has not ended. True if it has too many grants to check
   * them all quickly.
   */
  hasLive(accountId: string): Promise<boolean>
  /**
   * How many live grants an account or a client has, of how many accounts and clients. Looks at `most`
   * grants, live or not; `isMore` if there are others. `now` in seconds since 1970.
   */
  countLive(
    whose: { readonly accountId: string } | { readonly clientId: string },
    request: { readonly now: number; readonly most: number },
  ): Promise<LiveGrants>
  /** Refuses one access token until it expires. */
  denyAccessToken(accessTokenId: string, expiresAt: number, act: Act): Promise<void>
  list(
    whose: { readonly accountId?: string; readonly clientId?: string },
    page: PageRequest,
  ): Promise<Page<Grant>>
  /** The same, newest first; pass `next` as `before`. */
  listLatest(
    whose: { readonly accountId?: string; readonly clientId?: string },
    page: PageBefore,
  ): Promise<Page<Grant>>
  /** The same rows as `list` for the account, with their rare properties. */
  listRare(accountId: string, page: PageRequest): Promise<readonly RareOfGrant[]>
  /**
   * The live ones among the account's `GRANTS_PER_LOOK` newest grants, or among the newest before an
   * id, so the work does not grow with the number of grants. `now` in seconds since 1970.
   */
  listNewest(
    accountId: string,
    request: { readonly now: number; readonly before?: string | undefined },
  ): Promise<Installations>
  /**
   * Deletes the account's unredeemed codes at this client, except this one and the newest others,
   * `UNREDEEMED_KEPT` in all. Also deletes the facts about their creation. Returns how many. It
   * reads only the account's newest grants, so it must be called whenever a code is issued.
   */
  dropUnredeemed(
    justMade: Pick<Grant, 'id' | 'clientId'> & { readonly accountId: string },
  ): Promise<number>
}
