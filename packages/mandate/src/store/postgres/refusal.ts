import { DatabaseRefused } from '../engine.ts'
import { addressOf, titleOf } from './address.ts'
import { sqlState } from './errors.ts'

/** Explains in one sentence why a database could not be opened, and what to do about it. */
export function refusal(url: string, cause: unknown): DatabaseRefused {
  if (cause instanceof DatabaseRefused) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const [message, remedy] = sentencesFor(url, cause, code)
  // Without the cause, because the server's message may quote its input.
  return new DatabaseRefused(message, remedy, { mayPass: mayPass(cause, code) })
}

/**
 * Whether it may go away by itself: PostgreSQL, the network or a name server is still starting, or
 * a disk or the number of connections is full for now.
 */
function mayPass(cause: unknown, code: string): boolean {
  const said = cause instanceof Error ? cause.message : ''
  if (code === POOLER) {
    return !/authentication|no such (user|database)|does not exist|parameter/.test(said)
  }
  if (sqlState(cause) !== undefined) return /^(53...|57P0[123])$/.test(code)
  if (code === 'ENOENT') return (cause as NodeJS.ErrnoException).syscall === 'connect'
  if (PASSING.includes(code)) return true
  return code === '' && /timeout|timed out|connection terminated|connection ended/i.test(said)
}

/** Codes of the system while machines and networks start. */
const PASSING = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
  'ETIMEDOUT',
]

type Sentences = readonly [message: string, remedy: string]

function sentencesFor(url: string, cause: unknown, code: string): Sentences {
  if (sqlState(cause) === undefined) return whyNotReached(url, cause, code)
  if (code === POOLER) return whyNotPooled(url, cause instanceof Error ? cause.message : '')
  return whyRefused(url, code)
}

/**
 * `protocol_violation`: from PostgreSQL this means a foreign program, from PgBouncer it can mean
 * anything.
 */
const POOLER = '08P01'

function whyNotPooled(url: string, said: string): Sentences {
  if (/authentication failed|no such user/.test(said)) return whyRefused(url, '28P01')
  if (/no such database|does not exist/.test(said)) return whyRefused(url, '3D000')
  if (/no more connections/.test(said)) return whyRefused(url, '53300')
  if (/startup parameter/.test(said)) {
    return [
      `The pooler at ${addressOf(url)} does not take all parameters of the database URL.`,
      'Leave them out, options above all; settings can be given to the user with ALTER ROLE … SET.',
    ]
  }
  return [
    `The pooler at ${addressOf(url)} does not lead to PostgreSQL.`,
    'Look into the log of the pooler, and whether PostgreSQL runs where it looks for it.',
  ]
}

/** PostgreSQL's answers, by SQLSTATE (PostgreSQL documentation, appendix A). */
function whyRefused(url: string, code: string): Sentences {
  const { pathname, username } = new URL(url)
  const title = titleOf(url)
  const user = username === '' ? 'this user' : `the user ${decodeURIComponent(username)}`
  switch (code) {
    case '28P01':
      return [
        `PostgreSQL at ${addressOf(url)} does not accept the password of ${user}.`,
        'Correct the user name and the password in the database URL; special characters are percent-encoded there.',
      ]
    case '28000':
      return [
        `PostgreSQL at ${addressOf(url)} does not let ${user} in from this machine.`,
        'Correct the user name, or allow it in pg_hba.conf; it may be that only TLS is allowed (sslmode=require).',
      ]
    case '3D000':
      return [
        `PostgreSQL at ${addressOf(url)} has no database ${decodeURIComponent(pathname.slice(1))}.`,
        `Create it (CREATE DATABASE), or correct its name in the database URL.`,
      ]
    case '42501':
      return [
        `In the database ${title}, ${user} lacks a right that is needed.`,
        'Let this user own the database, or GRANT USAGE, CREATE ON SCHEMA public and all rights on the tables in it.',
      ]
    case '53100':
      return [`There is no room left on the disk of ${title}.`, 'Make room, then try again.']
    case '53300':
      return [
        `PostgreSQL at ${addressOf(url)} takes no more connections.`,
        'Raise max_connections, or put a pooler such as PgBouncer in front of it.',
      ]
    case '55P03':
      return [
        `The tables of ${title} are in use, so that they could not be brought up to date.`,
        'Try again, or look for a long transaction in pg_stat_activity.',
      ]
    case '57P03':
      return [`PostgreSQL at ${addressOf(url)} is starting up or shutting down.`, 'Try again soon.']
    default:
      return [
        `The database ${title} cannot be opened: PostgreSQL says ${code}.`,
        'Look the code up in the log of the server.',
      ]
  }
}

/** Errors before PostgreSQL has answered at all. */
function whyNotReached(url: string, cause: unknown, code: string): Sentences {
  const address = addressOf(url)
  const said = cause instanceof Error ? cause.message : ''
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [
        `The host ${new URL(url).hostname} of the database is not known.`,
        'Correct the host in the database URL.',
      ]
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return [
        `No PostgreSQL server answers at ${address} (${code}).`,
        'Start it, or correct host and port in the database URL.',
      ]
    case 'ENOENT':
    case 'EACCES':
      return [
        `A file that the database URL names cannot be read (${code}).`,
        'Correct sslrootcert, sslcert, sslkey or the directory of the socket.',
      ]
  }
  if (/timeout|timed out/i.test(said)) {
    return [
      `The server at ${address} did not answer in time.`,
      'Check host, port and firewall; it may be that something else than PostgreSQL listens there.',
    ]
  }
  if (/does not support SSL/.test(said)) {
    return [
      `PostgreSQL at ${address} does not speak TLS, and sslmode asks for it.`,
      'Turn TLS on at the server, or, on a network that nobody else can read, give sslmode=disable.',
    ]
  }
  if (/certificate|CERT|altname|self.signed/i.test(`${code} ${said}`)) {
    return [
      `The certificate of PostgreSQL at ${address} is not one that this machine trusts (${code}).`,
      'Name the authority that issued it with sslrootcert=FILE, and the server by the name in the certificate.',
    ]
  }
  if (/password must be a (non-empty )?string|SASL/.test(said)) {
    return [
      `PostgreSQL at ${address} asks for a password, and the database URL has none that it accepts.`,
      'Write it into the URL, or give it as PGPASSWORD.',
    ]
  }
  return [
    `The connection to ${address} failed${code === '' ? '' : ` (${code})`}.`,
    'Check that host and port in the database URL are those of a PostgreSQL server.',
  ]
}
