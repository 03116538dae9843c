import { storedAccounts } from '../tables/accounts.ts'
import { activityDays, activityHours } from '../tables/activity.ts'
import { auditSeals } from '../tables/audit-seals.ts'
import { authorizationDetails } from '../tables/authorization-details.ts'
import { clientDomains } from '../tables/client-domains.ts'
import { clientLogos } from '../tables/client-logos.ts'
import { clients } from '../tables/clients.ts'
import { consents } from '../tables/consents.ts'
import { declaredSettings, settingsFaults } from '../tables/declared-settings.ts'
import { deviceRequests } from '../tables/device-requests.ts'
import { endedAssertions } from '../tables/ended-assertions.ts'
import { deliveries, endpointProgress, endpoints } from '../tables/endpoints.ts'
import { keptExplanations } from '../tables/explanations.ts'
import { keptGrants } from '../tables/grants.ts'
import { deletedAccounts, identities } from '../tables/identities.ts'
import { knownBrowsers } from '../tables/known-browsers.ts'
import { mailedLinks } from '../tables/mailed-links.ts'
import { operators } from '../tables/operators.ts'
import { passkeys } from '../tables/passkeys.ts'
import { platformKeys } from '../tables/platform-keys.ts'
import { pushedRequests } from '../tables/pushed-requests.ts'
import { recoveries } from '../tables/recoveries.ts'
import { registrationTokens } from '../tables/registration-tokens.ts'
import { repeatableRequests } from '../tables/repeatable-requests.ts'
import { resources } from '../tables/resources.ts'
import { scimUsers } from '../tables/scim-users.ts'
import { recoveryCodes, totpAuthenticators } from '../tables/second-factors.ts'
import { sectors } from '../tables/sectors.ts'
import { sessions } from '../tables/sessions.ts'
import { signInAnswers } from '../tables/sign-in-answers.ts'
import { createTable } from '../tables/table.ts'
import { trustedIssuers } from '../tables/trusted-issuers.ts'
import { turns } from '../tables/turns.ts'
import { usedOnce } from '../tables/used-once.ts'
import type { Migration } from './migration.ts'

/**
 * There are no foreign keys. Joins find nothing if a party is gone, so an orphan is never honoured,
 * and inserts need not lock the busy row of their client. No index of grants has a column that a
 * refresh changes (generation, key_id, expires_at, redeemed_at, retry_key_hash,
 * recent_redemptions), so PostgreSQL can update the row in place.
 *
 * Until 1.0 the tables follow their descriptions. For 1.0, the generated text is copied here.
 */
export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  text: `
${createTable(clients)}
CREATE INDEX clients_unused_since ON clients (unused_since) WHERE unused_since IS NOT NULL;
CREATE INDEX clients_name_key ON clients (name_key) WHERE unused_since IS NULL;
CREATE INDEX clients_secret_jwt ON clients (id) WHERE authentication = 'client_secret_jwt';

${createTable(clientLogos, { key: ['clientId'] })}

${createTable(resources, { unique: ['uriKey'] })}

${createTable(sectors)}

${createTable(platformKeys)}

${createTable(clientDomains)}
CREATE INDEX client_domains_held ON client_domains (asked_at) WHERE decision = 'held';

${createTable(declaredSettings, { unique: ['version'] })}

${createTable(settingsFaults)}

${createTable(turns)}

${createTable(registrationTokens, { unique: ['tokenHash'] })}

${createTable(trustedIssuers)}
CREATE UNIQUE INDEX trusted_issuers_issuer ON trusted_issuers (issuer, purpose, tenant);

${createTable(endedAssertions, { key: ['accountId', 'issuerId', 'clientId'] })}
-- Those of an issuer are swept once nothing that it signed before is good any more.
CREATE INDEX ended_assertions_ended_at ON ended_assertions (ended_at) WHERE by_person = 0;

${createTable(storedAccounts, { unique: ['emailKey'] })}
CREATE INDEX accounts_name ON accounts (name_key, id) WHERE name_key IS NOT NULL;
CREATE INDEX accounts_delete_after ON accounts (delete_after) WHERE delete_after IS NOT NULL;

${createTable(identities, { key: ['provider', 'subject'] })}
CREATE INDEX identities_account_id ON identities (account_id);

${createTable(passkeys)}
CREATE INDEX passkeys_account_id ON passkeys (account_id);

${createTable(deletedAccounts)}

${createTable(operators, { key: ['accountId'] })}
CREATE INDEX operators_role ON operators (role);

${createTable(scimUsers, { key: ['accountId'], unique: ['revision'] })}
CREATE INDEX scim_users_provider_account_id ON scim_users (provider, account_id);
CREATE INDEX scim_users_provider_email_key ON scim_users (provider, email_key);
CREATE UNIQUE INDEX scim_users_user_name ON scim_users (user_name_key, provider);
CREATE UNIQUE INDEX scim_users_external_id ON scim_users (provider, external_id);

${createTable(sessions)}
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

${createTable(knownBrowsers, { key: ['accountId', 'browser'] })}
CREATE INDEX known_browsers_browser ON known_browsers (browser);
CREATE INDEX known_browsers_last_seen_at ON known_browsers (last_seen_at);

${createTable(signInAnswers)}
CREATE INDEX sign_in_answers_expires_at ON sign_in_answers (expires_at);

${createTable(totpAuthenticators, { key: ['accountId'] })}

${createTable(recoveryCodes)}
CREATE INDEX recovery_codes_account_id ON recovery_codes (account_id);

${createTable(usedOnce)}
CREATE INDEX used_once_expires_at ON used_once (expires_at);

${createTable(repeatableRequests)}
CREATE INDEX repeatable_requests_expires_at ON repeatable_requests (expires_at);

${createTable(mailedLinks)}
CREATE INDEX mailed_links_account_id ON mailed_links (account_id);
CREATE INDEX mailed_links_email_key ON mailed_links (email_key);
CREATE INDEX mailed_links_expires_at ON mailed_links (expires_at);

${createTable(pushedRequests)}
CREATE INDEX pushed_requests_client_id ON pushed_requests (client_id, expires_at, id)
  WHERE used_at IS NULL;
CREATE INDEX pushed_requests_expires_at ON pushed_requests (expires_at);

${createTable(deviceRequests, { unique: ['userCode'] })}
CREATE INDEX device_requests_client_id ON device_requests (client_id, expires_at, id)
  WHERE decided_at IS NULL;
CREATE INDEX device_requests_expires_at ON device_requests (expires_at);

${createTable(authorizationDetails)}
CREATE INDEX authorization_details_checked_at ON authorization_details (checked_at);

${createTable(consents, { key: ['accountId', 'clientId'] })}
CREATE INDEX consents_client_id ON consents (client_id);

${createTable(keptGrants)}
CREATE INDEX grants_account_id_id ON grants (account_id, id);
CREATE INDEX grants_details ON grants (details) WHERE details IS NOT NULL;
CREATE INDEX grants_client_id_id ON grants (client_id, id);
CREATE UNIQUE INDEX grants_standing ON grants (standing)
  WHERE standing IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX grants_parent ON grants (parent) WHERE parent IS NOT NULL;
CREATE INDEX grants_account_id_issuer_id ON grants (account_id, issuer_id)
  WHERE issuer_id IS NOT NULL;
CREATE INDEX grants_account_id_sid ON grants (account_id, sid) WHERE sid IS NOT NULL;

CREATE TABLE denied_access_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
) /*table options*/;
CREATE INDEX denied_access_tokens_expires_at ON denied_access_tokens (expires_at);

-- Leaky buckets (people/attempt-limits.ts): when each will be empty.
CREATE TABLE attempts (
  bucket TEXT NOT NULL PRIMARY KEY,
  empty_at BIGINT NOT NULL
) /*table options*/;
CREATE INDEX attempts_empty_at ON attempts (empty_at);

-- Refused requests. Limited per bucket (one client's share) and per standing; the oldest go first.
${createTable(keptExplanations)}
CREATE INDEX explanations_at_id ON explanations (at, id);
CREATE INDEX explanations_bucket_at_id ON explanations (bucket, at, id);
CREATE INDEX explanations_standing_at_id ON explanations (standing, at, id);
CREATE INDEX explanations_client_id_at_id ON explanations (client_id, at, id);

-- What happens too often for a row each, summed by the hour and by the day (activity/).
${createTable(activityHours, { key: ['kind', 'beginsAt', 'key', 'clientId'] })}
CREATE INDEX activity_hours_begins_at ON activity_hours (begins_at);
${createTable(activityDays, { key: ['kind', 'beginsAt', 'key', 'clientId'] })}
CREATE INDEX activity_days_begins_at ON activity_days (begins_at);

-- The server keys that this database knows: never the keys themselves. slot says what a key is for:
-- one key of each slot is active. ready_at is since when every server has held it.
CREATE TABLE key_ids (
  id TEXT NOT NULL PRIMARY KEY,
  slot TEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  ready_at BIGINT,
  active_at BIGINT,
  retiring_at BIGINT,
  retired_at BIGINT
) /*table options*/;

-- The processes that serve now, and the ids of the keys that each holds, separated by spaces. beats
-- grows while it lives; started_at, seen_at and the version of its program are for people to read.
CREATE TABLE nodes (
  id TEXT NOT NULL PRIMARY KEY,
  beats BIGINT NOT NULL,
  holds TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  version TEXT NOT NULL
) /*table options*/;

-- When the database was restored from a backup, and until when a token newer than its row may move
-- the row forward.
${createTable(recoveries)}

-- What people and programs did (facts/fact.ts). If ends_tokens is 1, tokens that match the grant,
-- client, account and access token may have ended. at_ms is by the database's clock, so that
-- servers' clocks need not agree. actor_via and actor_from say how and from which network address an
-- operator came who was not at the server's machine. personal has what a deletion of the account
-- erases, and personal_digest what stays of it. mark is a MAC by the process that wrote the row.
CREATE TABLE facts (
  id TEXT NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ends_tokens BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  actor_via TEXT,
  actor_from TEXT,
  grant_id TEXT,
  client_id TEXT,
  account_id TEXT,
  resource_id TEXT,
  access_token_id TEXT,
  details TEXT NOT NULL,
  personal TEXT,
  personal_digest TEXT,
  mark TEXT,
  unit TEXT
) /*table options*/;
CREATE INDEX facts_at_ms ON facts (at_ms);
CREATE INDEX facts_account_id_at_ms_id ON facts (account_id, at_ms, id) WHERE account_id IS NOT NULL;
-- Read several times a second, and most facts end nothing.
CREATE INDEX facts_ending ON facts (at_ms, id) WHERE ends_tokens = 1;

-- The audit chain: who wrote which facts, in which order (audit/seal.ts).
${createTable(auditSeals, { key: ['number'] })}
CREATE INDEX audit_seals_at_ms ON audit_seals (at_ms);
CREATE INDEX audit_seals_retention ON audit_seals (number) WHERE kind = 'retention';

-- Work that follows from a fact. due_at_ms is null once it is over: done, or abandoned if there is
-- a problem; at_ms says since when.
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  input TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  due_at_ms BIGINT,
  attempts BIGINT NOT NULL,
  lease TEXT,
  handed_over_at_ms BIGINT,
  problem TEXT
) /*table options*/;
CREATE INDEX jobs_kind_due_at_ms ON jobs (kind, due_at_ms);
CREATE INDEX jobs_at_ms ON jobs (at_ms);

-- Where events go. A worker walks the facts with a cursor, so there is no row for each event.
${createTable(endpoints)}
CREATE INDEX endpoints_client_id ON endpoints (client_id) WHERE client_id IS NOT NULL;
${createTable(endpointProgress, { key: ['endpointId'] })}
${createTable(deliveries, { key: ['endpointId', 'factId'] })}
CREATE INDEX deliveries_in_order ON deliveries (endpoint_id, state, fact_at_ms, fact_id);
CREATE INDEX deliveries_subject ON deliveries (subject);
CREATE INDEX deliveries_fact_at_ms ON deliveries (fact_at_ms);

-- One row ends more grants than one write should touch (queries/bulk-revocations.ts).
CREATE TABLE bulk_revocations (
  number BIGINT NOT NULL PRIMARY KEY,
  account_id TEXT,
  client_id TEXT,
  issuer_id TEXT,
  revoked_at BIGINT NOT NULL,
  revoked_because TEXT NOT NULL
) /*table options*/;

CREATE TABLE counters (
  id TEXT NOT NULL PRIMARY KEY,
  counted BIGINT NOT NULL
) /*table options*/;

-- The position of the sweep.
CREATE TABLE sweeps (
  id TEXT NOT NULL PRIMARY KEY,
  position TEXT NOT NULL,
  turn BIGINT NOT NULL,
  began_at BIGINT NOT NULL,
  began_with BIGINT NOT NULL,
  whole_began_at BIGINT NOT NULL,
  whole_began_with BIGINT NOT NULL
) /*table options*/;

-- One row: the time used for deletions (grants/trusted-time.ts). version counts its moves, so that
-- no two processes count the same minute.
CREATE TABLE trusted_times (
  id TEXT NOT NULL PRIMARY KEY,
  trusted_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) /*table options*/;
`,
}
