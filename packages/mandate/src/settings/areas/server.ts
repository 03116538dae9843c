/** Where the server is, what it listens on and what it writes. */

import { allowedHostsProblem } from '../../fetching/allowed-hosts.ts'
import { databaseProblem, directoryProblem } from '../places.ts'
import { addressesProblem, hostProblem, issuerProblem } from '../rules.ts'
import { type Setting, wholeNumber } from '../setting.ts'

export const server = {
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
  workers: wholeNumber({
    from: 0,
    to: 256,
    default: 1,
    meaning:
      'How many processes share the port. More than one uses more processors; 0 for one per processor.',
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
  trusted_proxies: {
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      "The reverse proxies whose X-Forwarded-For is trusted for the caller's address, which is " +
      'used only to slow down guessing.',
    give: 'IP addresses or networks, such as 10.0.0.1 or 10.0.0.0/8',
    problem: (value) => addressesProblem(value as readonly string[]),
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
} as const satisfies Record<string, Setting>
