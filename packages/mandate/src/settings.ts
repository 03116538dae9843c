/**
 * Every setting of the server: name, variable, default, meaning, unit. A new setting needs only a
 * row here; its flag (`--access-token-seconds`), its variable (`MANDATE_ACCESS_TOKEN_SECONDS`) and
 * its entries in `mandate.yaml` and `docs/settings.md` follow from it.
 *
 * Neighbours: `settings/read.ts` fills the table from flags, environment and file, in that order;
 * `settings/rules.ts` has the rules that a JSON Schema cannot express; `settings/reference.ts`
 * generates the documentation.
 */

import { colorProblem } from './brand/color.ts'
import { allowedSchemeProblem } from './clients/redirect-uri.ts'
import { allowedHostsProblem } from './fetching/allowed-hosts.ts'
import { DOMAIN_POLICIES } from './grants/document-clients.ts'
import type { ProtocolSettings } from './oauth/context.ts'
import { mailUrlProblem, senderProblem } from './settings/mail.ts'
import { databaseProblem, directoryProblem } from './settings/places.ts'
import {
  addressesProblem,
  domainsProblem,
  headerProblem,
  hostProblem,
  hostsProblem,
  issuerProblem,
  linkProblem,
  listenProblem,
  originProblem,
  rangeUrlProblem,
  scopesProblem,
} from './settings/rules.ts'
import {
  type EntryOfKind,
  type Fitting,
  type SettingSchema,
  type SettingValue,
  translated,
} from './settings/schema.ts'
import { wayKinds } from './ways/ways.ts'
import type { Translated } from './words/languages.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** The settings as the program sees them. Durations are whole seconds, paths are absolute. */
export interface Settings extends ProtocolSettings {
  readonly host: string
  readonly port: number
  /** The data directory. */
  readonly data: string
  /** The path of the SQLite file, or the URL of the PostgreSQL database with its password. */
  readonly database: string
  /** Where secrets that the database refers to are. */
  readonly secretsDirectory: string
  /** How long a browser stays signed in; without use; and if the person asks to keep it so. */
  readonly sessionSeconds: number
  readonly sessionIdleSeconds: number
  readonly keepSignedInSeconds: number
  /** How long an account that its owner deletes can still be kept. */
  readonly deletionGraceSeconds: number
  readonly clientSecretOverlapSeconds: number
  /** Addresses and networks whose `X-Forwarded-For` is trusted, for throttling only. */
  readonly trustedProxies: readonly string[]
  /** In which a trusted proxy passes the client certificate on; null for none. */
  readonly clientCertificateFormat: 'rfc9440' | 'escaped_pem' | 'xfcc' | 'base64'
  /** Hosts that the server may call even on this machine or a private network. */
  readonly fetchAllowedHosts: readonly string[]
  /** How many processes share the port; 0 for one per processor. */
  readonly workers: number
  /** How long a connection may idle between two requests. */
  readonly keepAliveSeconds: number
  /** From the stop signal until new connections are refused. */
  readonly shutdownDelaySeconds: number
  readonly metricsHost: string
  /** 0 for none; null for the default port if it is free. */
  readonly metricsPort: number | null
  /** The ways to sign in by name, in the order of the page (`ways/`). */
  readonly signIn: Readonly<Record<string, EntryOfKind>>
  /** Whether everybody needs a second factor to sign in. */
  readonly secondFactor: 'optional' | 'required'
  /** The scope tokens that need one. */
  readonly secondFactorScopes: readonly string[]
  /** The host and port of the console's own listener; null for none. */
  readonly consoleListen: string | null
  /** Where browsers reach it; null for the issuer's host with that port. */
  readonly consoleUrl: string | null
  /** Whether operators need two factors for the console. */
  readonly consoleRequiresSecondFactor: boolean
  /** How long audit events are kept. */
  readonly auditDays: number
  /** The platform's name, as pages show it. */
  readonly brandName: string
  /** The path of a PNG or SVG file. */
  readonly brandLogo: string | null
  /** Such as `#0a5c8f`. */
  readonly brandColor: string | null
  /** The same, on dark pages. */
  readonly brandColorDark: string | null
  readonly supportUrl: string | null
  readonly privacyUrl: string | null
  readonly termsUrl: string | null
  /** Names the terms that people have to accept; null if there are none to accept. */
  readonly termsVersion: string | null
  /** Who may make an account: nobody, people who were invited, or everybody. */
  readonly registration: 'off' | 'invited' | 'open'
  /** The domains of addresses that may; empty for all. */
  readonly registrationDomains: readonly string[]
  /** How many clients may have registered themselves. */
  readonly clientRegistrationMost: number
  /** How many days one that registered itself is kept without a grant. */
  readonly clientRegistrationUnusedDays: number
  /** The path of a YAML file with types of authorization details (`details/open.ts`). */
  readonly authorizationDetailsFile: string | null
  /** The path of a YAML file. */
  readonly wordsFile: string | null
  /** A service of leaked passwords; null if none is asked. */
  readonly passwordRangeUrl: string | null
  /** The mail server's URL with its password; null if no mail is sent. */
  readonly mailUrl: string | null
  /** The sender of all mail. */
  readonly mailFrom: string | null
  /** What the key file is encrypted with. */
  readonly keyPassphrase: string | null
  /** A command for the shell, which prints the key file. */
  readonly keyCommand: string | null
  /** How often counts are added to the database; 0 to count nothing. */
  readonly activitySeconds: number
  readonly logLevel: LogLevel
}

/** A description of a default that depends on other settings. */
export interface Described {
  readonly described: string
}

export interface Setting {
  readonly schema: SettingSchema
  /** The default. */
  readonly default: SettingValue | Described
  readonly meaning: string
  /** What is valid, as text to follow the word "give". */
  readonly give: string
  /**
   * What would be valid instead of a value that passes the schema, to follow "give"; undefined if
   * it is fine.
   */
  readonly problem?: (value: SettingValue) => string | undefined
  /** A path; in a settings file, relative to that file. */
  readonly path?: true
  /** May contain a password, so it is never shown unchanged; or is one, as a whole. */
  readonly confidential?: true | 'whole'
  /**
   * May be kept in the database, from where running servers take it over; `before_grants`: only
   * while there is no grant yet. Never what opens the database, listens, or says whom the server
   * calls inside the network: whoever may change settings over the network must not reach these.
   */
  readonly declarable?: true | 'before_grants'
  /** Says where data is or who we are, so an empty variable is refused instead of ignored. */
  readonly neverEmpty?: true
}

/** The name of a setting in `mandate.yaml`. */
export type SettingName = keyof typeof settingsTable

const YEAR = 31_536_000

function schemesProblem(schemes: readonly string[]): string | undefined {
  const wrong = schemes.find((scheme) => allowedSchemeProblem(scheme) !== undefined)
  return wrong === undefined
    ? undefined
    : `names of schemes in place of ${JSON.stringify(wrong)}, which ${allowedSchemeProblem(wrong)}`
}

/** The default address of the metrics. */
export const USUAL_METRICS_PORT = 9464

export const settingsTable = {
  issuer: {
    declarable: 'before_grants',
    schema: { type: 'string', minLength: 1 },
    default: { described: 'http:// with host and port, where host is a loopback address' },
    meaning:
      'The address of this server as browsers and clients reach it; its name in tokens and metadata.',
    give: 'an https:// URL without path, query, fragment or trailing slash (http:// on loopback only)',
    problem: (value) => issuerProblem(String(value)),
    neverEmpty: true,
  },
  host: {
    schema: { type: 'string', minLength: 1 },
    default: '127.0.0.1',
    meaning: 'The address to listen on.',
    give: 'an IP address or a host name, such as 127.0.0.1 or 0.0.0.0',
    problem: (value) => hostProblem(String(value)),
  },
  port: wholeNumber({
    from: 0,
    to: 65_535,
    default: 9400,
    meaning: 'The TCP port to listen on; 0 for any free port.',
    unit: '',
  }),
  data: {
    schema: { type: 'string', minLength: 1 },
    default: './mandate-data',
    meaning: 'The data directory, for the server keys and, by default, the database.',
    give: 'the path of a directory',
    problem: (value) => directoryProblem(String(value)),
    path: true,
    neverEmpty: true,
  },
  database: {
    schema: { type: 'string', minLength: 1 },
    default: { described: '`mandate.db` in the data directory' },
    meaning:
      'The database: the path of an SQLite file, or a PostgreSQL database, which any number of ' +
      'servers with the same keys can share. Over an untrusted network, end the URL with ' +
      '`?sslmode=verify-full`.',
    give: 'the path of an SQLite file, or postgres://USER:PASSWORD@HOST:5432/DATABASE',
    problem: (value) => databaseProblem(String(value)),
    path: true,
    confidential: true,
    neverEmpty: true,
  },
  secrets_directory: {
    schema: { type: 'string', minLength: 1 },
    default: '/run/secrets',
    meaning:
      'Where the secrets of settings in the database are: `file:google` in such a setting is the file ' +
      '`google` in this directory, on every server. Nothing outside it can be named.',
    give: 'the path of a directory',
    problem: (value) => directoryProblem(String(value)),
    path: true,
  },
  access_token_seconds: wholeNumber({
    declarable: true,
    from: 10,
    to: 86_400,
    default: 300,
    meaning: 'How long an access token is good.',
  }),
  code_seconds: wholeNumber({
    declarable: true,
    from: 5,
    to: 600,
    default: 60,
    meaning: 'How long an authorization code is good (RFC 6749 §4.1.2: at most ten minutes).',
  }),
  device_code_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 1_800,
    default: 600,
    meaning:
      'How long a person has to type the code of a device, sign in and decide (RFC 8628 §3.2). A ' +
      'client needs the grant type `urn:ietf:params:oauth:grant-type:device_code`; 0 turns it off ' +
      'for all.',
  }),
  pushed_request_seconds: wholeNumber({
    declarable: true,
    from: 30,
    to: 599,
    default: 90,
    meaning:
      'How long a client has to send the browser with a request that it has pushed (RFC 9126 ' +
      '§2.2). Once the browser is here, the person has an hour.',
  }),
  require_pushed_requests: {
    declarable: true,
    schema: { type: 'boolean' },
    default: false,
    meaning:
      'Refuse every authorization request that its client has not pushed (RFC 9126 §5). A single ' +
      'client is told so with `mandate client update --require-pushed-authorization-requests`.',
    give: 'true or false',
  },
  refresh_token_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: 10 * YEAR,
    default: YEAR,
    meaning: 'How long each refresh token is good, counted from its own issue.',
  }),
  shared_refresh_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 3600,
    default: 60,
    meaning:
      'How long a refresh token of a public client still leads to the current one after another ' +
      'process of the client has used it; 0 ends the grant at once. A client can have its own ' +
      'value: `mandate client update --shared-refresh-seconds`. Confidential clients are not ' +
      'affected: their refresh tokens are single-use.',
  }),
  grant_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 10 * YEAR,
    default: 0,
    meaning: 'The maximum lifetime of a grant, however often it is refreshed; 0 for no limit.',
  }),
  default_scope: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: 'all',
    meaning: 'The scope of a request that names none.',
    give: 'scope tokens that are described in scopes, separated by spaces',
  },
  scopes: {
    declarable: true,
    schema: {
      type: 'object',
      additionalProperties: translated,
      minProperties: 1,
    },
    default: {
      all: {
        en: 'Full access. It can do everything you can do.',
        sv: 'Full åtkomst. Appen får göra allt som du själv kan göra.',
        de: 'Voller Zugriff. Die App darf alles tun, was Sie selbst tun können.',
        fr: 'Accès complet. L’application peut faire tout ce que vous pouvez faire.',
        es: 'Acceso completo. Puede hacer todo lo que usted puede hacer.',
        ar: 'وصول كامل. يمكنه فعل كل ما يمكنك فعله.',
      },
    },
    meaning: 'All scope tokens, each with its meaning for the person who is asked to agree.',
    give: 'a map from scope token to a description in plain words, such as {all: Use your account}, or to one for each language of the pages, such as {all: {en: Use your account, sv: Använda ditt konto}}',
    problem: (value) => scopesProblem(value as Record<string, Translated>),
  },
  openid: {
    schema: { type: 'boolean' },
    default: true,
    meaning:
      'Whether the server offers OpenID Connect: ID tokens, and the scopes openid, profile, email, phone, address and offline_access beside those in scopes.',
    give: 'true or false',
  },
  id_token_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: YEAR,
    default: 3600,
    meaning: 'How long an ID token may be accepted by the client that it is for.',
  }),
  sign_in: {
    declarable: true,
    schema: { type: 'object', kinds: { by: 'way', kinds: wayKinds } },
    default: { password: { way: 'password' }, passkey: { way: 'passkey' } },
    meaning:
      'The ways to sign in, by name, in the order of the sign-in page. If the only way is external, ' +
      'no page is shown and the browser goes straight there.',
    give: 'a map from a name of your choice to a way and its members, such as {password: {}}',
    // The secrets in it are separate members, which are never shown.
    confidential: true,
  },
  registration: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'invited', 'open'] },
    default: 'off',
    meaning:
      'Whether people make accounts themselves: not at all, only with an invitation ' +
      '(`mandate user invite`), or everybody who receives a mail at their address, which needs ' +
      '`mail_url`. The account is made with a password.',
    give: 'off, invited or open',
  },
  registration_domains: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      'With `registration: open`, the domains of the addresses that may have an account; none for ' +
      'all. Subdomains do not count. Invitations can go to any address.',
    give: 'domains, such as [example.com]',
    problem: (value) => domainsProblem(value as readonly string[]),
  },
  terms_version: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no terms have to be accepted' },
    meaning:
      'Names the current version of the terms at `terms_url`. People who create an account have to accept ' +
      'it. Which version they accepted, and when, is kept.',
    give: 'a name of at most 100 characters, such as 2026-05',
    problem: (value) =>
      /^[\x21-\x7e]{1,100}$/.test(String(value))
        ? undefined
        : 'a name without spaces, such as 2026-05',
  },
  second_factor: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['optional', 'required'] },
    default: 'optional',
    meaning:
      'Whether everybody needs a second factor, such as a code from an authenticator app. People ' +
      'without one set it up at the next sign-in. A provider that reports two factors counts.',
    give: 'optional or required',
  },
  second_factor_scopes: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning: 'The scope tokens that need a second factor, for requests of any app.',
    give: 'scope tokens that are described in scopes, such as [payments]',
  },
  console_listen: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'none: the console is at the issuer' },
    meaning:
      'The address and port of a listener of its own for `/console` and `/admin`. With it, they answer ' +
      'only there. Browsers have to reach it under the issuer’s host name, because that is where ' +
      'their sign-in counts.',
    give: 'an IP address or a host name with a port, such as 127.0.0.1:9401',
    problem: (value) => listenProblem(String(value)),
  },
  console_url: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'the issuer’s host with the port of `console_listen`' },
    meaning:
      'Where browsers reach the console’s own listener, if a proxy is before it: an origin on the ' +
      'issuer’s host.',
    give: 'an origin on the issuer’s host, such as https://auth.example.com:9443',
  },
  console_requires_second_factor: {
    schema: { type: 'boolean' },
    default: true,
    meaning:
      'Whether operators need a second factor or a passkey to use the console, or the admin API in ' +
      'their own name. One without it sets it up at that sign-in.',
    give: 'true or false',
  },
  session_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: YEAR,
    default: 604_800,
    meaning: 'How long a browser stays signed in at most.',
  }),
  session_idle_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 86_400,
    meaning:
      'How long a browser stays signed in without opening a page here; 0 for no limit. Not for a ' +
      'browser in which the person chose to stay signed in.',
  }),
  keep_signed_in_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 2_592_000,
    meaning:
      'How long a browser stays signed in if the person ticks "Keep me signed in"; 0 to not offer ' +
      'it. Without the tick, the cookie ends with the browser.',
  }),
  deletion_grace_seconds: wholeNumber({
    declarable: true,
    from: 3_600,
    to: YEAR,
    default: 2_592_000,
    meaning:
      'How long a person who deletes their account can still keep it by signing in. Everything else ' +
      'ends at once.',
  }),
  client_secret_overlap_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 604_800,
    meaning: 'How long the old client secret still works after a rotation.',
  }),
  client_registration: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'token', 'open'] },
    default: 'off',
    meaning:
      'Whether clients register themselves (RFC 7591): not at all, only with an initial access token ' +
      '(`mandate client registration-token create`), or every program that can reach the server. ' +
      'Such a client is never trusted, and the consent page says that nobody here has checked it.',
    give: 'off, token or open',
  },
  client_registration_scope: {
    declarable: true,
    schema: { type: 'string' },
    default: { described: 'the default scope, and that of OpenID Connect if it is on' },
    meaning:
      'The scope tokens, separated by spaces, that a client which registers itself may ask for; ' +
      'whatever else it names is left out.',
    give: 'scope tokens with one space between',
  },
  client_registration_most: wholeNumber({
    declarable: true,
    from: 1,
    to: 1_000_000,
    default: 1000,
    meaning:
      'How many clients may have registered themselves at a time; beyond it, others have to wait ' +
      'until some are deleted.',
  }),
  client_registration_unused_days: wholeNumber({
    declarable: true,
    from: 1,
    to: 3650,
    default: 30,
    meaning:
      'A client that registered itself is deleted if it has no grant, and got none for this many days.',
  }),
  audit_days: wholeNumber({
    from: 1,
    to: 3650,
    default: 90,
    meaning:
      'How many days audit events are kept, besides today. Days are whole, in UTC. For longer, export ' +
      'them: mandate audit export.',
  }),
  client_documents: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'deny', 'ask', 'allow'] },
    default: 'off',
    meaning:
      'Whether a client may identify itself by the https URL of a document that describes it (Client ' +
      'Metadata Documents), as MCP clients do: with off no document is fetched; otherwise this says what ' +
      'happens with a domain that client_document_domains does not name: it is denied, or the operator ' +
      'is asked about it (`mandate client-domain list`), or it is allowed. Such a client is never trusted, ' +
      'and the consent page says that nobody here has checked it.',
    give: 'off, deny, ask or allow',
  },
  client_document_domains: {
    declarable: true,
    schema: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, enum: [...DOMAIN_POLICIES] },
    },
    default: {},
    meaning:
      'What happens with clients that have their document at one of these hosts. `*.example.com` stands ' +
      'for every host below example.com; a port other than 443 is part of the host, and a host that is ' +
      'denied is denied with all its ports. When a host is denied, the tokens of its clients are no ' +
      'longer good. A host in fetch_allowed_hosts that is not named here waits for the operator even if ' +
      'client_documents is allow.',
    give: 'a map from host to allow, ask or deny, such as {claude.ai: allow, "*.example.com": deny}',
    problem: (value) => hostsProblem(Object.keys(value as Readonly<Record<string, string>>)),
  },
  client_document_scope: {
    declarable: true,
    schema: { type: 'string' },
    default: { described: 'the default scope, and that of OpenID Connect if it is on' },
    meaning:
      'The scope tokens, separated by spaces, that a client with a document may ask for; whatever else ' +
      'the document names is left out.',
    give: 'scope tokens with one space between',
  },
  client_document_schemes: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      'Private-use URI schemes without a dot that redirect URIs in documents may have. Any app on a ' +
      'device can claim such a scheme, so name only those of apps that have nothing better.',
    give: 'names of schemes, such as [cursor]',
    problem: (value) => schemesProblem(value as readonly string[]),
  },
  dpop_nonce: {
    declarable: true,
    schema: { type: 'string', enum: ['when_needed', 'required'] },
    default: 'when_needed',
    meaning:
      'Whether every DPoP proof must contain a nonce of this server, which shows that it was not ' +
      'made in advance. With when_needed, only a proof whose own time is not recent needs one.',
    give: 'when_needed or required',
  },
  token_parameters_in_query: {
    declarable: true,
    schema: { type: 'boolean' },
    default: false,
    meaning:
      'Whether the token endpoint also accepts parameters (but never a secret) in the query; ' +
      'for integrations that cannot be changed.',
    give: 'true or false',
  },
  trusted_proxies: {
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      "The reverse proxies whose X-Forwarded-For is trusted for the caller's address, which is " +
      'used only to slow down guessing.',
    give: 'IP addresses or networks, such as 10.0.0.1 or 10.0.0.0/8',
    problem: (value) => addressesProblem(value as readonly string[]),
  },
  client_certificate_header: {
    schema: { type: 'string' },
    default: { described: 'certificates of clients are not used' },
    meaning:
      'The header in which a proxy of `trusted_proxies` passes on the TLS certificate of a client. ' +
      "The proxy has to replace the header of its own clients. Anybody else's header is ignored.",
    give: 'the name of a header, such as Client-Cert',
    problem: (value) => headerProblem(value as string),
  },
  client_certificate_format: {
    schema: { type: 'string', enum: ['rfc9440', 'escaped_pem', 'xfcc', 'base64'] },
    default: 'rfc9440',
    meaning:
      'How the certificate is written: rfc9440 as in that standard, escaped_pem as by nginx ' +
      '(`$ssl_client_escaped_cert`), xfcc as by Envoy, base64 for DER by HAProxy or PEM by Apache.',
    give: 'rfc9440, escaped_pem, xfcc or base64',
  },
  client_certificate_verified_header: {
    schema: { type: 'string' },
    default: { described: 'no certificate counts as verified' },
    meaning:
      'The header in which that proxy says whether the certificate was issued by a CA that it ' +
      'trusts: SUCCESS (nginx, Apache) or 0 (HAProxy). Needed for clients that use tls_client_auth.',
    give: 'the name of a header, such as Client-Cert-Verified',
    problem: (value) => headerProblem(value as string),
  },
  mtls_url: {
    schema: { type: 'string' },
    default: { described: 'the issuer' },
    meaning:
      'The origin at which the proxy asks clients for a certificate, if that is not the issuer: ' +
      'browsers would show a dialog there. The metadata names it in mtls_endpoint_aliases.',
    give: 'an origin, such as https://mtls.example.com',
    problem: (value) => originProblem(value as string),
  },
  fetch_allowed_hosts: {
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      'Hosts that the server may call over http, on this machine or in a private network. The server ' +
      'calls identity providers and other URLs that you configure; any other host must have a ' +
      'public address and use https.',
    give: 'host names or addresses, with or without a port, such as idp.internal or 127.0.0.1:8080',
    problem: (value) => allowedHostsProblem(value as readonly string[]),
  },
  workers: wholeNumber({
    from: 0,
    to: 256,
    default: 1,
    meaning:
      'How many processes share the port. More than one uses more processors; 0 for one per processor.',
    unit: '',
  }),
  keep_alive_seconds: wholeNumber({
    from: 1,
    to: 86_400,
    default: 72,
    meaning:
      'How long a connection stays open between two requests. Behind a proxy or load balancer, make it ' +
      'longer than the proxy keeps idle connections, or the proxy may send a request on a closing one.',
  }),
  shutdown_delay_seconds: wholeNumber({
    from: 0,
    to: 3_600,
    default: 0,
    meaning:
      'How long the server keeps serving after the stop signal, with 503 at `/health/ready` and ' +
      'closing connections, so that a load balancer can move to other servers first.',
  }),
  metrics_host: {
    schema: { type: 'string', minLength: 1 },
    default: '127.0.0.1',
    meaning: 'The address where `/metrics` is served; anyone who can reach it can read it.',
    give: 'an IP address or a host name, such as 127.0.0.1',
    problem: (value) => hostProblem(String(value)),
  },
  metrics_port: {
    schema: { type: 'integer', minimum: 0, maximum: 65_535 },
    default: { described: `\`${USUAL_METRICS_PORT}\` where that is free, otherwise none` },
    meaning: 'The TCP port for `/metrics`, in the Prometheus format; 0 for none.',
    give: 'a whole number from 0 to 65535',
  },
  brand_name: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: 'Mandate',
    meaning: 'The name that people see on the pages.',
    give: 'a name',
  },
  brand_logo: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'a seal, with the name' },
    meaning:
      'The logo at the top of every page, instead of the seal and the name: a PNG or SVG file of ' +
      'at most 256 KiB.',
    give: 'the path of a PNG or SVG file',
    path: true,
  },
  brand_color: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'sealing-wax red' },
    meaning:
      'The colour of the main buttons; the colour of links is derived from it. It has to stand out from ' +
      'light pages, and from dark ones unless `brand_color_dark` is set.',
    give: 'a colour such as "#0a5c8f", in quotes',
    problem: (value) => colorProblem(String(value), 'light'),
  },
  brand_color_dark: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: '`brand_color`' },
    meaning: 'The same on dark pages, for people who prefer these.',
    give: 'a colour such as "#4a9fd4", in quotes',
    problem: (value) => colorProblem(String(value), 'dark'),
  },
  support_url: linkAtTheFoot('where people get help'),
  privacy_url: linkAtTheFoot('your privacy policy'),
  terms_url: linkAtTheFoot('your terms of service'),
  authorization_details_file: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no types, so that authorization_details are refused' },
    meaning:
      'A YAML file with the types of authorization details (RFC 9396) that clients may ask for: for ' +
      'each, a JSON Schema, the words of the consent page (`docs/guides/protect-requests.md`) and its ' +
      'limits (`docs/guides/limits-for-agents.md`).',
    give: 'the path of a YAML file',
    path: true,
  },
  words_file: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no file' },
    meaning:
      'A YAML file with texts that replace ours; `mandate words` lists them all. `mandate doctor` ' +
      'checks it.',
    give: 'the path of a YAML file',
    path: true,
  },
  password_range_url: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'new passwords are compared with the built-in list only' },
    meaning:
      'A service that knows leaked passwords, in the form of the Pwned Passwords range API. It is sent ' +
      'the first five hexadecimal digits of the SHA-1 of each new password, never the password. If it ' +
      'does not answer, the password is accepted, and the log says so.',
    give: 'an https:// URL to which the five digits are added, such as https://api.pwnedpasswords.com/range',
    problem: (value) => rangeUrlProblem(String(value)),
  },
  mail_url: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no mail is sent, and no page offers it' },
    meaning:
      'The server that mail is sent through. `smtp://` requires STARTTLS, except on this machine; ' +
      '`smtps://` has TLS from the first byte. Certificates are always checked.',
    give: 'smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST',
    problem: (value) => mailUrlProblem(String(value)),
    confidential: true,
  },
  mail_from: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'none; required with `mail_url`' },
    meaning: 'The sender of all mail.',
    give: 'an e-mail address, perhaps with a name before it, such as Acme <no-reply@acme.example>',
    problem: (value) => senderProblem(String(value)),
  },
  key_passphrase: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'the key file is not encrypted' },
    meaning:
      'What `keys.json` is encrypted with. Give it in a file that `MANDATE_KEY_PASSPHRASE_FILE` ' +
      'names. `mandate keys protect` encrypts a file that is there already.',
    give: 'at least 12 characters',
    problem: (value) => (String(value).length < 12 ? 'at least 12 characters' : undefined),
    confidential: 'whole',
    neverEmpty: true,
  },
  key_command: {
    schema: { type: 'string', minLength: 1 },
    default: { described: '`keys.json` in the data directory is read' },
    meaning:
      'A command for `/bin/sh` that prints the content of `keys.json`, instead of the file: for a key ' +
      'management service or a secret store. Servers run it at their start and then every minute.',
    give: 'a command, such as vault kv get -field=keys secret/mandate',
    neverEmpty: true,
  },
  activity_seconds: wholeNumber({
    from: 0,
    to: 600,
    default: 10,
    meaning:
      'How often each process adds what it has counted (requests, sign-ins, refreshes, refusals) to the ' +
      'sums that the console and `mandate audit list` show. A process that is killed loses at most this ' +
      'much; 0 counts nothing.',
  }),
  log_level: {
    schema: {
      type: 'string',
      minLength: 1,
      enum: ['debug', 'info', 'warn', 'error', 'silent'],
    },
    default: 'info',
    meaning: 'The minimum log level.',
    give: 'debug, info, warn, error or silent',
  },
} as const satisfies Record<string, Setting>

/** The type of one setting's values. */
export type ValueOf<Name extends SettingName> = Fitting<(typeof settingsTable)[Name]['schema']>

/** The names in table order. */
export const settingNames = Object.keys(settingsTable) as readonly SettingName[]

/** `access_token_seconds` → `MANDATE_ACCESS_TOKEN_SECONDS`. */
export function variableOf(name: SettingName): string {
  return `MANDATE_${name.toUpperCase()}`
}

/** `access_token_seconds` → `--access-token-seconds`. */
export function flagOf(name: SettingName): string {
  return `--${name.replaceAll('_', '-')}`
}

function linkAtTheFoot(where: string) {
  return {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no link' },
    meaning: `A link at the foot of every page, to ${where}.`,
    give: 'an https:// or mailto: URL',
    problem: (value) => linkProblem(String(value)),
  } as const satisfies Setting
}

function wholeNumber(row: {
  readonly declarable?: true
  readonly from: number
  readonly to: number
  readonly default: number
  readonly meaning: string
  readonly unit?: string
}) {
  return {
    schema: { type: 'integer', minimum: row.from, maximum: row.to },
    default: row.default,
    meaning: row.meaning,
    give: `a whole number${row.unit ?? ' of seconds'} from ${row.from} to ${row.to}`,
    ...(row.declarable && { declarable: row.declarable }),
  } as const satisfies Setting
}
