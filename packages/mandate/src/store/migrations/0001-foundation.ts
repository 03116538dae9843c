import type { Migration } from './migration.ts'

/**
 * No foreign keys: what joins finds nothing where a party is gone, so an orphan is never honoured,
 * and an insert need not lock the busy row of its client. Of the columns that each refresh changes
 * (generation, key_id, expires_at, redeemed_at, retry_key_hash) none stands in an index, so that
 * PostgreSQL updates in place.
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
  secret_hash TEXT,
  previous_secret_hash TEXT,
  previous_secret_expires_at BIGINT,
  trusted BIGINT NOT NULL,
  require_pkce BIGINT NOT NULL,
  refresh_retry_seconds BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
) /*table options*/;

CREATE TABLE resources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  uri TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
) /*table options*/;

CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
) /*table options*/;

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  auth_time BIGINT NOT NULL,
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

CREATE TABLE grants (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
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
  revoked_because TEXT
) /*table options*/;
CREATE INDEX grants_account_id_client_id ON grants (account_id, client_id);
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
`,
}
