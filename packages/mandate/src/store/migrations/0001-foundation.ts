import type { Migration } from './migration.ts'

/**
 * No foreign keys: what joins finds nothing where a party is gone, so an orphan is never honoured,
 * and an insert need not lock the busy row of its client. No index of grants has a column that a
 * refresh changes (generation, key_id, expires_at, redeemed_at, retry_key_hash), so PostgreSQL
 * updates the row in place.
 */
export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  text: `
CREATE TABLE clients (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  redirect_uris TEXT NOT NULL,
  scope TEXT NOT NULL,
  authentication TEXT NOT NULL,
  secret_hash TEXT,
  previous_secret_hash TEXT,
  previous_secret_expires_at BIGINT,
  grant_types TEXT NOT NULL,
  trusted BIGINT NOT NULL,
  require_pkce BIGINT NOT NULL,
  refresh_retry_seconds BIGINT NOT NULL,
  default_resources TEXT NOT NULL,
  allowed_schemes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
) /*table options*/;

CREATE TABLE resources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  uri TEXT NOT NULL,
  uri_key TEXT NOT NULL UNIQUE,
  restricted BIGINT NOT NULL,
  needs_username_since BIGINT,
  secret_hash TEXT NOT NULL,
  previous_secret_hash TEXT,
  previous_secret_expires_at BIGINT,
  created_at BIGINT NOT NULL
) /*table options*/;

CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT,
  email_key TEXT UNIQUE,
  password_hash TEXT,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
) /*table options*/;

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  auth_time BIGINT NOT NULL,
  amr TEXT NOT NULL,
  expires_at BIGINT NOT NULL
) /*table options*/;
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE consents (
  account_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  resource TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, client_id)
) /*table options*/;
CREATE INDEX consents_client_id ON consents (client_id);

-- account_id: null where the client acts for itself.
-- made_after: the number of the latest bulk revocation when the grant was made; null where there was none.
CREATE TABLE grants (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  account_id TEXT,
  scope TEXT NOT NULL,
  resource TEXT NOT NULL,
  seed BYTES NOT NULL,
  redirect_uri TEXT,
  code_challenge TEXT,
  auth_time BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  key_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  redeemed_at BIGINT,
  retry_key_hash TEXT,
  revoked_at BIGINT,
  revoked_because TEXT,
  made_after BIGINT
) /*table options*/;
CREATE INDEX grants_account_id_id ON grants (account_id, id);
CREATE INDEX grants_client_id_id ON grants (client_id, id);

CREATE TABLE denied_access_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
) /*table options*/;
CREATE INDEX denied_access_tokens_expires_at ON denied_access_tokens (expires_at);

CREATE TABLE attempts (
  bucket TEXT NOT NULL PRIMARY KEY,
  counted BIGINT NOT NULL,
  last_at BIGINT NOT NULL
) /*table options*/;
CREATE INDEX attempts_last_at ON attempts (last_at);

-- Refused requests. One client's share is counted by bucket, the whole by standing; both lose the oldest first.
CREATE TABLE explanations (
  id TEXT NOT NULL PRIMARY KEY,
  error TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  standing TEXT NOT NULL,
  client_id TEXT,
  bucket TEXT NOT NULL,
  request TEXT NOT NULL,
  details TEXT NOT NULL
) /*table options*/;
CREATE INDEX explanations_at_id ON explanations (at, id);
CREATE INDEX explanations_bucket_at_id ON explanations (bucket, at, id);
CREATE INDEX explanations_standing_at_id ON explanations (standing, at, id);
CREATE INDEX explanations_client_id_at_id ON explanations (client_id, at, id);

-- The server keys that tokens of this database are made with. A server that lacks one would take
-- genuine tokens for forged, so it does not start.
CREATE TABLE key_ids (
  id TEXT NOT NULL PRIMARY KEY,
  noted_at BIGINT NOT NULL
) /*table options*/;

-- When the database was restored from a backup, and until when a token that is newer than its row
-- may move the row forward.
CREATE TABLE recoveries (
  id TEXT NOT NULL PRIMARY KEY,
  restored_at BIGINT NOT NULL,
  accept_newer_until BIGINT NOT NULL
) /*table options*/;

-- What people and programs did (facts/fact.ts). Where ends_tokens is 1, tokens that fit its client,
-- account and access token may be over. at_ms is the database's clock, so the clocks of servers need
-- not agree.
CREATE TABLE facts (
  id TEXT NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ends_tokens BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  grant_id TEXT,
  client_id TEXT,
  account_id TEXT,
  resource_id TEXT,
  access_token_id TEXT,
  details TEXT NOT NULL
) /*table options*/;
CREATE INDEX facts_at_ms ON facts (at_ms);
-- Looked at several times a second, and most facts end nothing.
CREATE INDEX facts_ending ON facts (at_ms, id) WHERE ends_tokens = 1;

-- Work that follows from a fact. due_at_ms is null where it is over: done, or given up where there is
-- a problem; at_ms is since when.
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  input TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  due_at_ms BIGINT,
  attempts BIGINT NOT NULL,
  lease TEXT,
  problem TEXT
) /*table options*/;
CREATE INDEX jobs_kind_due_at_ms ON jobs (kind, due_at_ms);
CREATE INDEX jobs_at_ms ON jobs (at_ms);

-- More grants than one write should touch end by one row (queries/bulk-revocations.ts).
CREATE TABLE bulk_revocations (
  number BIGINT NOT NULL PRIMARY KEY,
  account_id TEXT,
  client_id TEXT,
  revoked_at BIGINT NOT NULL,
  revoked_because TEXT NOT NULL
) /*table options*/;

CREATE TABLE counters (
  id TEXT NOT NULL PRIMARY KEY,
  counted BIGINT NOT NULL
) /*table options*/;

-- How far the sweep has come.
CREATE TABLE sweeps (
  id TEXT NOT NULL PRIMARY KEY,
  position TEXT NOT NULL,
  turn BIGINT NOT NULL,
  began_at BIGINT NOT NULL,
  began_with BIGINT NOT NULL,
  whole_began_at BIGINT NOT NULL,
  whole_began_with BIGINT NOT NULL
) /*table options*/;

-- One row: the time that deletions go by (grants/trusted-time.ts). version counts its moves, so that
-- no two processes count the same minute.
CREATE TABLE trusted_times (
  id TEXT NOT NULL PRIMARY KEY,
  trusted_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) /*table options*/;
`,
}
