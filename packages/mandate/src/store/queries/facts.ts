import { WIDTH_OF_TIME } from './mailed-links.ts'
import { isChangeableOperator } from './operators.ts'
import { isRemovablePasskey } from './passkeys.ts'
import { query } from './query.ts'

/** Who did it, how they came, and the mark of the process that says so (`facts/mark.ts`). */
const byTypes = {
  actor_kind: 'text',
  actor_id: 'text',
  actor_via: 'text',
  actor_from: 'text',
  mark: 'text',
} as const
const byColumns = Object.keys(byTypes).join(', ')
const byInputs = Object.keys(byTypes)
  .map((name) => `:${name}`)
  .join(', ')

const writtenColumns = {
  id: 'text',
  kind: 'text',
  ends_tokens: 'bigint',
  ...byTypes,
  grant_id: 'text',
  client_id: 'text',
  account_id: 'text',
  resource_id: 'text',
  access_token_id: 'text',
  details: 'text',
  personal: 'text',
  personal_digest: 'text',
  /** Names the unit that wrote it, if jobs follow. */
  unit: 'text',
} as const
const written = Object.keys(writtenColumns)

/**
 * Writes nothing if the row that the fact is about does not exist: `about_id` is its id in the
 * table `about`, or null if the fact is unconditional. Instead of an id it is: for a password of the
 * fact's account, its hash; for an identity of that account, its provider and subject; for its consent
 * to the fact's client, the time and the scope; for a browser known to it, its digest and when it was
 * first seen; for open invitations, the time and the key of the address, and for open links of the
 * fact's account, the purpose, and the fact is recorded before the change; for a mailed link, its id and what used it; for a user of SCIM, its revision; for a job, its lease and id; for the
 * trusted time, its version and time. `active_passkeys` are not suspended, `removable_passkeys` not
 * the last way in. For `changeable_operators` it is the role to come, empty for a removal; the fact is
 * recorded before the change. `accounts_in_deletion` are those that this unit deletes: the id is already in
 * `deleted_accounts`, and the row still exists. A fact whose id exists is not written again.
 * A recovery code must be unused.
 */
export const insertFact = query({
  name: 'insert_fact',
  text: `INSERT INTO facts (at_ms, ${written.join(', ')})
    SELECT database_ms(), ${written.map((name) => `:${name}`).join(', ')} /*FROM input*/
    WHERE CASE :about
      WHEN 'accounts' THEN EXISTS (SELECT 1 FROM accounts WHERE accounts.id = :about_id)
      WHEN 'account_updates' THEN EXISTS (SELECT 1 FROM accounts
        WHERE accounts.id = :account_id AND accounts.last_update = :about_id)
      WHEN 'passwords' THEN EXISTS (SELECT 1 FROM accounts
        WHERE accounts.id = :account_id AND accounts.password_hash = :about_id)
      WHEN 'accounts_in_deletion' THEN EXISTS (SELECT 1 FROM accounts
        JOIN deleted_accounts ON deleted_accounts.id = accounts.id WHERE accounts.id = :about_id)
      WHEN 'deletions' THEN EXISTS (SELECT 1 FROM accounts WHERE accounts.id = :account_id
        AND accounts.deletion_can_be_kept = 1 AND CAST(accounts.delete_after AS TEXT) = :about_id)
      WHEN 'new_operators' THEN EXISTS (SELECT 1 FROM accounts WHERE accounts.id = :account_id)
        AND NOT EXISTS (SELECT 1 FROM operators WHERE operators.account_id = :account_id)
      WHEN 'confirmed_operators' THEN EXISTS (SELECT 1 FROM operators
        WHERE operators.account_id = :about_id AND operators.unconfirmed_since IS NULL)
      WHEN 'unconfirmed_operators' THEN EXISTS (SELECT 1 FROM operators
        WHERE operators.account_id = :about_id AND operators.unconfirmed_since IS NOT NULL)
      WHEN 'changeable_operators' THEN ${isChangeableOperator(':account_id', ':about_id')}
      WHEN 'identities' THEN EXISTS (SELECT 1 FROM identities
        WHERE identities.account_id = :account_id
          AND identities.provider || ' ' || identities.subject = :about_id)
      WHEN 'passkeys' THEN EXISTS (SELECT 1 FROM passkeys
        WHERE passkeys.id = :about_id AND passkeys.account_id = :account_id)
      WHEN 'active_passkeys' THEN EXISTS (SELECT 1 FROM passkeys
        WHERE passkeys.id = :about_id AND passkeys.account_id = :account_id
          AND passkeys.suspended_at IS NULL)
      WHEN 'removable_passkeys' THEN ${isRemovablePasskey(':account_id', ':about_id')}
      WHEN 'mailed_links' THEN EXISTS (SELECT 1 FROM mailed_links
        WHERE mailed_links.id = substr(:about_id, 1, 32)
          AND mailed_links.used_by = substr(:about_id, 34))
      WHEN 'open_invitations' THEN EXISTS (SELECT 1 FROM mailed_links
        WHERE mailed_links.email_key = substr(:about_id, ${WIDTH_OF_TIME + 2})
          AND mailed_links.account_id IS NULL AND mailed_links.purpose = 'invitation'
          AND mailed_links.ended IS NULL
          AND mailed_links.expires_at > CAST(substr(:about_id, 1, ${WIDTH_OF_TIME}) AS BIGINT))
      WHEN 'open_links' THEN EXISTS (SELECT 1 FROM mailed_links
        WHERE mailed_links.account_id = :account_id AND mailed_links.purpose = :about_id
          AND mailed_links.ended IS NULL)
      WHEN 'known_browsers' THEN EXISTS (SELECT 1 FROM known_browsers
        WHERE known_browsers.account_id = :account_id
          AND known_browsers.browser || ' ' || CAST(known_browsers.first_seen_at AS TEXT)
            = :about_id)
      WHEN 'consents' THEN EXISTS (SELECT 1 FROM consents
        WHERE consents.account_id = :account_id AND consents.client_id = :client_id
          AND CAST(consents.granted_at AS TEXT) || ' ' || consents.scope = :about_id)
      WHEN 'device_requests' THEN EXISTS (SELECT 1 FROM device_requests
        WHERE device_requests.id = substr(:about_id, 1, 64)
          AND device_requests.grant_id = substr(:about_id, 66))
      WHEN 'grants' THEN EXISTS (SELECT 1 FROM grants WHERE grants.id = :about_id)
      WHEN 'endpoints' THEN EXISTS (SELECT 1 FROM endpoints WHERE endpoints.id = :about_id)
      WHEN 'endpoint_revisions' THEN
        EXISTS (SELECT 1 FROM endpoints WHERE endpoints.id = substr(:about_id, 38)
          AND endpoints.revision = substr(:about_id, 1, 36))
      WHEN 'clients' THEN EXISTS (SELECT 1 FROM clients WHERE clients.id = :about_id)
      WHEN 'client_revisions' THEN EXISTS (SELECT 1 FROM clients
        WHERE clients.id = :client_id AND clients.revision = :about_id)
      WHEN 'resource_revisions' THEN EXISTS (SELECT 1 FROM resources
        WHERE resources.id = :resource_id AND resources.revision = :about_id)
      WHEN 'client_domains' THEN
        EXISTS (SELECT 1 FROM client_domains WHERE client_domains.id = :about_id)
      WHEN 'declared_settings' THEN
        EXISTS (SELECT 1 FROM declared_settings WHERE declared_settings.id = :about_id)
      WHEN 'registration_tokens' THEN
        EXISTS (SELECT 1 FROM registration_tokens WHERE registration_tokens.id = :about_id)
      WHEN 'platform_keys' THEN
        EXISTS (SELECT 1 FROM platform_keys WHERE platform_keys.id = :about_id)
      WHEN 'trusted_issuers' THEN
        EXISTS (SELECT 1 FROM trusted_issuers WHERE trusted_issuers.id = :about_id)
      WHEN 'issuer_revisions' THEN EXISTS (SELECT 1 FROM trusted_issuers
        WHERE trusted_issuers.id = substr(:about_id, 38)
          AND trusted_issuers.revision = substr(:about_id, 1, 36))
      WHEN 'resources' THEN EXISTS (SELECT 1 FROM resources WHERE resources.id = :about_id)
      WHEN 'retried_jobs' THEN EXISTS (SELECT 1 FROM jobs
        WHERE jobs.id = substr(:about_id, 38) AND jobs.lease = substr(:about_id, 1, 36))
      WHEN 'scim_users' THEN
        EXISTS (SELECT 1 FROM scim_users WHERE scim_users.revision = :about_id)
      WHEN 'sessions' THEN EXISTS (SELECT 1 FROM sessions WHERE sessions.id = :about_id)
      WHEN 'totp_authenticators' THEN EXISTS (SELECT 1 FROM totp_authenticators
        WHERE totp_authenticators.account_id = :about_id)
      WHEN 'recovery_codes' THEN EXISTS (SELECT 1 FROM recovery_codes
        WHERE recovery_codes.id = :about_id AND recovery_codes.account_id = :account_id
          AND recovery_codes.used_at IS NULL)
      WHEN 'key_ids' THEN EXISTS (SELECT 1 FROM key_ids
        WHERE key_ids.id = :about_id AND key_ids.retired_at IS NOT NULL)
      WHEN 'trusted_times' THEN EXISTS (SELECT 1 FROM trusted_times
        WHERE trusted_times.id = 'trusted'
          AND CAST(trusted_times.version AS TEXT) || ' ' || CAST(trusted_times.trusted_at AS TEXT)
            = :about_id)
      ELSE true END
    ON CONFLICT (id) DO NOTHING`,
  input: { ...writtenColumns, about: 'text', about_id: 'text' },
  key: [],
})

/** A grant ends only once, so the fact has the grant's id, and the unit that ended it writes it. */
export const insertEndOfGrant = query({
  name: 'insert_end_of_grant',
  text: `INSERT INTO facts
      (id, at_ms, kind, ends_tokens, ${byColumns}, grant_id, client_id, account_id, details, unit)
    SELECT grants.id, database_ms(), 'grant.ended', 1, ${byInputs},
      grants.id, grants.client_id, grants.account_id, :details, :unit
    FROM grants /*, input*/
    WHERE grants.id = :grant_id AND grants.revoked_at = :revoked_at
      AND grants.revoked_because = :revoked_because
    ON CONFLICT (id) DO NOTHING`,
  input: {
    grant_id: 'text',
    revoked_at: 'bigint',
    revoked_because: 'text',
    ...byTypes,
    details: 'text',
    unit: 'text',
  },
  key: [],
})

/**
 * A token can be taken out of a grant only once, so the unit that did it writes the fact, whose id is
 * made of both.
 */
export const insertNarrowing = query({
  name: 'insert_narrowing',
  text: `INSERT INTO facts
      (id, at_ms, kind, ends_tokens, ${byColumns}, grant_id, client_id, account_id, details, unit)
    SELECT :id, database_ms(), 'grant.narrowed', 1, ${byInputs},
      grants.id, grants.client_id, grants.account_id, :details, :unit
    FROM grants /*, input*/
    WHERE grants.id = :grant_id AND grants.account_id = :account_id
      AND ' ' || grants.taken_back || ' ' 
        <> REPLACE(' ' || grants.taken_back || ' ', ' ' || :taken || ' ', ' ')
    ON CONFLICT (id) DO NOTHING`,
  input: {
    ...{ id: 'text', grant_id: 'text', account_id: 'text', taken: 'text' },
    ...{ ...byTypes, details: 'text', unit: 'text' },
  },
  key: [],
})

/** Limits never rise, so a grant has the same details only once; the id is made of both. */
export const insertLowering = query({
  name: 'insert_lowering',
  text: `INSERT INTO facts
      (id, at_ms, kind, ends_tokens, ${byColumns}, grant_id, client_id, account_id, details, unit)
    SELECT :id, database_ms(), 'grant.lowered', 1, ${byInputs},
      grants.id, grants.client_id, grants.account_id, '{}', :unit
    FROM grants /*, input*/
    WHERE grants.id = :grant_id AND grants.account_id = :account_id AND grants.details = :lowered
    ON CONFLICT (id) DO NOTHING`,
  input: {
    ...{ id: 'text', grant_id: 'text', account_id: 'text', lowered: 'text' },
    ...{ ...byTypes, unit: 'text' },
  },
  key: [],
})

export const findFact = query({
  name: 'find_fact',
  text: `SELECT facts.id FROM facts /*, input*/ WHERE facts.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const deleteFact = query({
  name: 'delete_fact',
  text: `DELETE FROM facts /*USING input*/ WHERE facts.id = :id`,
  input: { id: 'text' },
  key: [],
})

const unread = ['ends_tokens', 'mark', 'personal_digest']
const read = ['at_ms', ...written.filter((name) => !unread.includes(name))]
  .map((name) => `facts.${name}`)
  .join(', ')

/**
 * Always returns a row, for the time and the count: one with nulls if no fact follows. The limit is
 * in the inner query; otherwise each page of a long list would sort all later facts.
 */
export const readEndings = query({
  name: 'read_endings',
  text: `SELECT walk.now_ms, walk.counted, page.*
    FROM (SELECT database_ms() AS now_ms, COUNT(*) AS counted FROM facts
      WHERE facts.at_ms >= :counted_since_ms AND facts.ends_tokens = 1) AS walk
    LEFT JOIN (SELECT ${read} FROM facts WHERE facts.ends_tokens = 1
      AND facts.at_ms >= :after_ms AND facts.at_ms < :before_ms
      AND (facts.at_ms > :after_ms OR facts.id > :after_id)
      ORDER BY facts.at_ms, facts.id LIMIT :limit) AS page ON true
    ORDER BY page.at_ms, page.id`,
  input: {
    ...{ after_ms: 'bigint', after_id: 'text', before_ms: 'bigint' },
    ...{ counted_since_ms: 'bigint', limit: 'bigint' },
  },
  key: 'alone',
})

/** As above for facts of every kind, by the index that the sweep needs anyway. */
export const readFacts = query({
  name: 'read_facts',
  text: `SELECT walk.now_ms, walk.counted, page.*
    FROM (SELECT database_ms() AS now_ms, COUNT(*) AS counted FROM facts
      WHERE facts.at_ms >= :counted_since_ms) AS walk
    LEFT JOIN (SELECT ${read} FROM facts
      WHERE facts.at_ms >= :after_ms AND facts.at_ms < :before_ms
        AND (facts.at_ms > :after_ms OR facts.id > :after_id)
      ORDER BY facts.at_ms, facts.id LIMIT :limit) AS page ON true
    ORDER BY page.at_ms, page.id`,
  input: {
    ...{ after_ms: 'bigint', after_id: 'text', before_ms: 'bigint' },
    ...{ counted_since_ms: 'bigint', limit: 'bigint' },
  },
  key: 'alone',
})

export const readFact = query({
  name: 'read_fact',
  text: `SELECT ${read} FROM facts /*, input*/ WHERE facts.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** Newest first. Null matches everything. */
export const listFacts = query({
  name: 'list_facts',
  text: `SELECT ${read} FROM facts
    WHERE facts.at_ms >= :since_ms
      AND (CAST(:client_id AS TEXT) IS NULL OR facts.client_id = :client_id)
      AND (CAST(:account_id AS TEXT) IS NULL OR facts.account_id = :account_id)
    ORDER BY facts.at_ms DESC, facts.id DESC LIMIT :limit`,
  input: { since_ms: 'bigint', client_id: 'text', account_id: 'text', limit: 'bigint' },
  key: 'alone',
})

const isAsked = `(CAST(:what AS TEXT) IS NULL OR substr(page.kind, 1, length(:what)) = :what)
      AND (CAST(:who AS TEXT) IS NULL OR page.actor_kind = :who OR page.actor_id = :who)
      AND (CAST(:about AS TEXT) IS NULL OR :about IN
        (page.account_id, page.client_id, page.grant_id, page.resource_id, page.access_token_id))`

const asked = { what: 'text', who: 'text', about: 'text', looked: 'bigint' } as const

/** Of the next `looked` facts, newest first, those that match. Null matches everything. */
export const searchFacts = query({
  name: 'search_facts',
  text: `SELECT page.* FROM (SELECT ${read} FROM facts
      WHERE facts.at_ms >= :since_ms AND facts.at_ms <= :before_ms
        AND (facts.at_ms < :before_ms OR facts.id < :before_id)
      ORDER BY facts.at_ms DESC, facts.id DESC LIMIT :looked) AS page
    WHERE ${isAsked}
    ORDER BY page.at_ms DESC, page.id DESC LIMIT :limit`,
  input: {
    ...asked,
    ...{ since_ms: 'bigint', before_ms: 'bigint', before_id: 'text', limit: 'bigint' },
  },
  key: 'alone',
})

/** The last of the next `looked` facts, newest first. */
export const findSearchEnd = query({
  name: 'find_search_end',
  text: `SELECT facts.at_ms, facts.id FROM facts
    WHERE facts.at_ms >= :since_ms AND facts.at_ms <= :before_ms
      AND (facts.at_ms < :before_ms OR facts.id < :before_id)
    ORDER BY facts.at_ms DESC, facts.id DESC LIMIT 1 OFFSET :skipped`,
  input: { since_ms: 'bigint', before_ms: 'bigint', before_id: 'text', skipped: 'bigint' },
  key: 'alone',
})

/** Oldest first. */
export const walkFacts = query({
  name: 'walk_facts',
  text: `SELECT ${read} FROM facts
    WHERE facts.at_ms >= :after_ms AND facts.at_ms < :until_ms
      AND (facts.at_ms > :after_ms OR facts.id > :after_id)
    ORDER BY facts.at_ms, facts.id LIMIT :limit`,
  input: { after_ms: 'bigint', after_id: 'text', until_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** The index has them in this order, so that a page does not depend on how many facts there are. */
export const listFactsOfAccount = query({
  name: 'list_facts_of_account',
  text: `SELECT ${read} FROM facts
    WHERE facts.account_id = :account_id AND facts.at_ms <= :before_ms
      AND (facts.at_ms < :before_ms OR facts.id < :before_id)
    ORDER BY facts.at_ms DESC, facts.id DESC LIMIT :limit`,
  input: { account_id: 'text', before_ms: 'bigint', before_id: 'text', limit: 'bigint' },
  key: 'alone',
})
