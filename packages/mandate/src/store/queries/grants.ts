import { DELEGATION_BREADTH } from '../port/grants.ts'
import { accountStanding } from '../tables/accounts.ts'
import { clientStanding } from '../tables/clients.ts'
import { grants, installations, keptGrants, rareOfGrants } from '../tables/grants.ts'
import { isBulkRevoked, latestBulkRevocation, ofBulkRevocation } from './bulk-revocations.ts'
import { type Described, insert, parameters, query, select } from './query.ts'

const { revoked_at, revoked_because, ...constantColumns } = grants.columns
const revocation = { revoked_at, revoked_because } as const

/** The columns of the client except its id, which the grant has too. */
function besideId({ name, columns: { id, ...columns } }: Described): Described {
  return { name, columns }
}

const { email, ...restOfStanding } = accountStanding.columns
/** With the address only if it is the account's sign-in name (`../tables/accounts.ts`). */
const selectStanding = `${select({ name: 'accounts', columns: restOfStanding }, 'accounts_')},
      CASE WHEN accounts.email_key IS NULL THEN NULL ELSE accounts.email END AS accounts_email`

/**
 * A grant in its current state: revoked if it ended in bulk, although its own row does not say so
 * yet.
 */
const grantAsItStands = `${select({ name: 'grants', columns: constantColumns })},
      COALESCE(grants.revoked_at, ${ofBulkRevocation('revoked_at')}) AS revoked_at,
      COALESCE(grants.revoked_because, ${ofBulkRevocation('revoked_because')}) AS revoked_because`

const { connected_from, issuer_id } = keptGrants.columns
const insertedColumns = { ...grants.columns, connected_from, issuer_id } as const

/** Existing bulk revocations do not affect the grant, later ones do. */
export const insertGrant = query({
  name: 'insert_grant',
  text: `INSERT INTO grants (${Object.keys(insertedColumns).join(', ')}, made_after)
    SELECT ${parameters({ columns: insertedColumns })}, ${latestBulkRevocation} /*FROM input*/`,
  input: insertedColumns,
  key: [],
})

/** Nothing if the key is taken, or if the parent has had enough grants. */
export const insertStandingGrant = query({
  name: 'insert_standing_grant',
  text: `INSERT INTO grants (${Object.keys(insertedColumns).join(', ')}, standing, made_after)
    SELECT ${parameters({ columns: insertedColumns })}, :standing, ${latestBulkRevocation} /*FROM input*/
    WHERE :parent IS NULL OR (
      NOT EXISTS (SELECT 1 FROM grants AS others
        WHERE others.parent = :parent AND others.standing = :standing)
      AND (SELECT COUNT(*) FROM grants AS others WHERE others.parent = :parent)
        < ${DELEGATION_BREADTH})
    ON CONFLICT DO NOTHING RETURNING standing`,
  input: { ...insertedColumns, standing: 'text' },
  key: ['standing'],
})

export const listDelegatedGrants = query({
  name: 'list_delegated_grants',
  text: `SELECT ${grantAsItStands} FROM grants
    WHERE grants.parent = :parent ORDER BY grants.id LIMIT :limit`,
  input: { parent: 'text', limit: 'bigint' },
  key: 'alone',
})

/** The sweep will find it over. */
export const giveUpStanding = query({
  name: 'give_up_standing',
  text: `UPDATE grants SET standing = NULL,
      expires_at = CASE WHEN grants.expires_at < :at THEN grants.expires_at ELSE :at END
    WHERE grants.id = :id AND grants.standing = :standing`,
  input: { id: 'text', standing: 'text', at: 'bigint' },
  key: 'alone',
})

const withParties = `${grantAsItStands},
      ${select(besideId(clientStanding), 'client_')},
      ${selectStanding}`

/** One row at most: the index allows one row with the key that has not ended by itself. */
export const findStandingGrant = query({
  name: 'find_standing_grant',
  text: `SELECT ${withParties}, grants.standing, 0 AS denied
    FROM grants
    JOIN clients ON clients.id = grants.client_id
    LEFT JOIN accounts ON accounts.id = grants.account_id /*, input*/
    WHERE grants.standing = :standing AND grants.revoked_at IS NULL`,
  input: { standing: 'text' },
  key: ['standing'],
})

/** The grant, its parties and the denylist in one statement, so that they are one snapshot. */
export const findGrant = query({
  name: 'find_grant',
  text: `SELECT ${withParties},
      :access_token_id AS access_token_id,
      CASE WHEN EXISTS (
        SELECT 1 FROM denied_access_tokens WHERE denied_access_tokens.id = :access_token_id
      ) THEN 1 ELSE 0 END AS denied
    FROM grants
    JOIN clients ON clients.id = grants.client_id
    LEFT JOIN accounts ON accounts.id = grants.account_id /*, input*/
    WHERE grants.id = :id`,
  input: { id: 'text', access_token_id: 'text' },
  key: ['id', 'access_token_id'],
})

/**
 * Equivalent to `applyAdvance` in `grants/redemption.ts`; a returned row means that this caller
 * won.
 */
export const advanceGrant = query({
  name: 'advance_grant',
  text: `UPDATE grants
    SET generation = :next_generation, key_id = :key_id, expires_at = :expires_at,
      redeemed_at = :redeemed_at, retry_key_hash = :retry_key_hash,
      recent_redemptions = :recent_redemptions
    /*FROM input*/
    WHERE grants.id = :id AND grants.generation = :generation AND grants.scope = :scope
      AND COALESCE(grants.details, '') = :details AND grants.revoked_at IS NULL AND NOT ${isBulkRevoked}
    RETURNING grants.id`,
  input: {
    id: 'text',
    generation: 'bigint',
    scope: 'text',
    details: 'text',
    next_generation: 'bigint',
    key_id: 'text',
    expires_at: 'bigint',
    redeemed_at: 'bigint',
    retry_key_hash: 'text',
    recent_redemptions: 'text',
  },
  key: ['id'],
})

/** A scope without one of its tokens. */
export const without = (scope: string, token: string) =>
  `TRIM(REPLACE(' ' || ${scope} || ' ', ' ' || ${token} || ' ', ' '))`

/**
 * Takes one scope token out of a grant of the account. Never the last one: a grant without scope
 * would be neither live nor ended.
 */
export const narrowGrant = query({
  name: 'narrow_grant',
  text: `UPDATE grants SET scope = ${without('grants.scope', ':taken')},
      taken_back = CASE WHEN grants.taken_back IS NULL THEN :taken
        ELSE grants.taken_back || ' ' || :taken END
    /*FROM input*/
    WHERE grants.id = :id AND grants.account_id = :account_id AND grants.scope <> :taken
      AND ${without('grants.scope', ':taken')} <> grants.scope
      AND grants.revoked_at IS NULL AND NOT ${isBulkRevoked}
    RETURNING grants.id`,
  input: { id: 'text', account_id: 'text', taken: 'text' },
  key: ['id'],
})

/** Puts lower limits in the place of the details that they were made from. */
export const lowerGrant = query({
  name: 'lower_grant',
  text: `UPDATE grants SET details = :lowered
    /*FROM input*/
    WHERE grants.id = :id AND grants.account_id = :account_id AND grants.details = :details
      AND grants.revoked_at IS NULL AND NOT ${isBulkRevoked}
    RETURNING grants.id`,
  input: { id: 'text', account_id: 'text', details: 'text', lowered: 'text' },
  key: ['id'],
})

export const findTakenBack = query({
  name: 'find_taken_back',
  text: `SELECT grants.id, grants.taken_back FROM grants /*, input*/ WHERE grants.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

const revoke = `UPDATE grants SET revoked_at = :revoked_at, revoked_because = :revoked_because
    /*FROM input*/
    WHERE grants.revoked_at IS NULL AND NOT ${isBulkRevoked}`

export const revokeGrant = query({
  name: 'revoke_grant',
  text: `${revoke} AND grants.id = :id RETURNING grants.id`,
  input: { id: 'text', ...revocation },
  key: ['id'],
})

/** Only if it is a grant of this account. */
export const revokeGrantOfAccount = query({
  name: 'revoke_grant_of_account',
  text: `${revoke} AND grants.id = :id AND grants.account_id = :account_id RETURNING grants.id`,
  input: { id: 'text', account_id: 'text', ...revocation },
  key: ['id'],
})

export const revokeGrantsOfAccount = query({
  name: 'revoke_grants_of_account',
  text: `${revoke} AND grants.account_id = :account_id RETURNING grants.account_id`,
  input: { account_id: 'text', ...revocation },
  key: ['account_id'],
})

export const revokeGrantsOfClient = query({
  name: 'revoke_grants_of_client',
  text: `${revoke} AND grants.client_id = :client_id RETURNING grants.client_id`,
  input: { client_id: 'text', ...revocation },
  key: ['client_id'],
})

export const revokeGrantsOfPair = query({
  name: 'revoke_grants_of_pair',
  text: `${revoke} AND grants.account_id = :account_id AND grants.client_id = :client_id
    RETURNING grants.account_id, grants.client_id`,
  input: { account_id: 'text', client_id: 'text', ...revocation },
  key: ['account_id', 'client_id'],
})

export const deleteGrantsOfClient = query({
  name: 'delete_grants_of_client',
  text: `DELETE FROM grants /*USING input*/ WHERE grants.client_id = :client_id`,
  input: { client_id: 'text' },
  key: [],
})

/** The most rows that one write may change: a few milliseconds on either engine. */
export const ROWS_PER_WRITE = 500

/** The first grants, one more than one write may change: whether each is live. */
const firstGrants = `(SELECT grants.revoked_at, CASE WHEN ${isBulkRevoked} THEN 1 ELSE 0 END AS ended
      FROM grants WHERE grants.account_id = :account_id LIMIT ${ROWS_PER_WRITE + 1}) AS walk`

/**
 * Counts an account's grants, including ended ones, and the live ones; stops at the limit. The
 * limit is literal in the SQL, because it cannot be a parameter in a query for many accounts.
 */
export const measureGrantsOfAccount = query({
  name: 'measure_grants_of_account',
  text: `SELECT :account_id AS account_id, (SELECT COUNT(*) FROM ${firstGrants}) AS counted,
      (SELECT COUNT(*) FROM ${firstGrants} WHERE walk.revoked_at IS NULL AND walk.ended = 0) AS live
    /*FROM input*/`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** Counts grants, including ended ones; stops at `limit`. */
export const countGrantsOfClient = query({
  name: 'count_grants_of_client',
  text: `SELECT COUNT(*) AS counted FROM
    (SELECT grants.id FROM grants WHERE grants.client_id = :client_id LIMIT :limit) AS walk`,
  input: { client_id: 'text', limit: 'bigint' },
  key: 'alone',
})

/** The first grants of an account or a client, one more than `most`; counts those that are live. */
const countLive = (whose: 'account_id' | 'client_id') =>
  `SELECT COUNT(*) AS looked, COUNT(CASE WHEN walk.live = 1 THEN 1 END) AS grants,
      COUNT(DISTINCT CASE WHEN walk.live = 1 THEN walk.account_id END) AS accounts,
      COUNT(DISTINCT CASE WHEN walk.live = 1 THEN walk.client_id END) AS clients FROM
    (SELECT grants.account_id, grants.client_id, CASE WHEN grants.revoked_at IS NULL
        AND grants.expires_at > :now AND NOT ${isBulkRevoked} THEN 1 ELSE 0 END AS live
      FROM grants WHERE grants.${whose} = :id LIMIT :looked) AS walk`
const counting = { id: 'text', now: 'bigint', looked: 'bigint' } as const

export const countLiveOfAccount = query({
  name: 'count_live_of_account',
  text: countLive('account_id'),
  input: counting,
  key: 'alone',
})

export const countLiveOfClient = query({
  name: 'count_live_of_client',
  text: countLive('client_id'),
  input: counting,
  key: 'alone',
})

const deniedColumns = { id: 'text', expires_at: 'bigint' } as const

export const denyAccessToken = query({
  name: 'deny_access_token',
  text: `${insert({ name: 'denied_access_tokens', columns: deniedColumns })}
    ON CONFLICT (id) DO NOTHING`,
  input: deniedColumns,
  key: [],
})

const page = { after: 'text', limit: 'bigint' } as const
const pageOfGrants = (condition: string) =>
  `SELECT ${grantAsItStands} FROM grants
    WHERE ${condition} grants.id > :after ORDER BY grants.id LIMIT :limit`

export const listGrants = query({
  name: 'list_grants',
  text: pageOfGrants(''),
  input: page,
  key: 'alone',
})

export const listGrantsOfAccount = query({
  name: 'list_grants_of_account',
  text: pageOfGrants('grants.account_id = :account_id AND'),
  input: { account_id: 'text', ...page },
  key: 'alone',
})

/** The same page, with what is rarely asked. */
export const listRareOfAccount = query({
  name: 'list_rare_of_account',
  text: `SELECT ${select(rareOfGrants)} FROM grants
    WHERE grants.account_id = :account_id AND grants.id > :after ORDER BY grants.id LIMIT :limit`,
  input: { account_id: 'text', after: 'text', limit: 'bigint' },
  key: 'alone',
})

export const listGrantsOfClient = query({
  name: 'list_grants_of_client',
  text: pageOfGrants('grants.client_id = :client_id AND'),
  input: { client_id: 'text', ...page },
  key: 'alone',
})

export const listGrantsOfPair = query({
  name: 'list_grants_of_pair',
  text: pageOfGrants('grants.account_id = :account_id AND grants.client_id = :client_id AND'),
  input: { account_id: 'text', client_id: 'text', ...page },
  key: 'alone',
})

/** Newest first, ended ones too; ids begin with the time. */
const latestGrants = (condition: string) =>
  `SELECT ${grantAsItStands} FROM grants
    WHERE ${condition} grants.id < :before ORDER BY grants.id DESC LIMIT :limit`
const before = { before: 'text', limit: 'bigint' } as const

export const listLatestGrants = query({
  name: 'list_latest_grants',
  text: latestGrants(''),
  input: before,
  key: 'alone',
})

export const listLatestOfAccount = query({
  name: 'list_latest_of_account',
  text: latestGrants('grants.account_id = :account_id AND'),
  input: { account_id: 'text', ...before },
  key: 'alone',
})

export const listLatestOfClient = query({
  name: 'list_latest_of_client',
  text: latestGrants('grants.client_id = :client_id AND'),
  input: { client_id: 'text', ...before },
  key: 'alone',
})

export const listLatestOfPair = query({
  name: 'list_latest_of_pair',
  text: latestGrants('grants.account_id = :account_id AND grants.client_id = :client_id AND'),
  input: { account_id: 'text', client_id: 'text', ...before },
  key: 'alone',
})

/**
 * The newest grants of an account before the id `before`, at most `looked` rows of any client; each
 * says whether it is live.
 */
export const newestGrantsOfAccount = query({
  name: 'newest_grants_of_account',
  text: `SELECT ${select(installations)}, CASE WHEN grants.revoked_at IS NULL
      AND grants.expires_at > :now AND NOT ${isBulkRevoked} THEN 1 ELSE 0 END AS live
    FROM grants WHERE grants.account_id = :account_id AND grants.id < :before
    ORDER BY grants.id DESC LIMIT :looked`,
  input: { account_id: 'text', before: 'text', now: 'bigint', looked: 'bigint' },
  key: 'alone',
})

/**
 * The unredeemed codes of one account and client, except the one just created and the newest
 * others. Reads the newest `looked` grants of the account; ids begin with the time. A code redeemed
 * at the same moment is kept, because the conditions are checked again once its row is locked.
 */
export const deleteUnredeemed = query({
  name: 'delete_unredeemed',
  text: `DELETE FROM grants WHERE grants.generation = 0 AND grants.redeemed_at IS NULL
      AND grants.id IN (
        SELECT newest.id
        FROM (SELECT others.id, others.client_id, others.generation FROM grants AS others
          WHERE others.account_id = :account_id ORDER BY others.id DESC LIMIT :looked) AS newest
        WHERE newest.client_id = :client_id AND newest.generation = 0 AND newest.id <> :id
        ORDER BY newest.id DESC LIMIT :looked OFFSET :kept)
    RETURNING grants.id`,
  input: { id: 'text', account_id: 'text', client_id: 'text', looked: 'bigint', kept: 'bigint' },
  key: 'alone',
})
