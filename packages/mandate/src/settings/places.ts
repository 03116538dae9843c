/**
 * The settings that say where the data is. A mistake must never create an empty database somewhere
 * else, so anything ambiguous, not clearly a path or a PostgreSQL URL, is refused. Each function
 * returns what is valid, as text to follow the word "give", or undefined if the value is fine.
 */

import { isPostgresUrl, postgresUrlProblem } from './postgres-url.ts'

const EXAMPLE = 'postgres://USER:PASSWORD@HOST:5432/DATABASE'
const EITHER = `the path of an SQLite file, or ${EXAMPLE}`
const SCHEME = /^([a-z][a-z0-9+.-]*):(?!\\)/i

/** For `database`. */
export function databaseProblem(database: string): string | undefined {
  if (isPostgresUrl(database)) return postgresUrlProblem(database)
  if (/^:memory:|^file:.*:memory:/i.test(database)) {
    return `${EITHER}; a database in memory would lose everything with the process`
  }
  const [, scheme] = SCHEME.exec(database) ?? []
  if (scheme !== undefined) return insteadOfScheme(scheme.toLowerCase(), database)
  const isList = /\b[a-z]+ ?=/i.test(database) && !/^\.{0,2}\/[^=\s]+\?/.test(database)
  if (isList) return `${EXAMPLE} in place of this list of parameters`
  if (database.includes('@')) return `${EXAMPLE}, or the path of an SQLite file without @`
  const problem = pathProblem(database)
  if (problem !== undefined) return problem
  if (/[/\\]$|(^|\/)\.{1,2}$/.test(database))
    return 'the path of a file; this one ends as a directory'
  // `mandate`, `localhost`, `db.example.com/mandate`: could be a host or a database name.
  if (!/^\.{0,2}\//.test(database) && !/\.(db|db3|sqlite|sqlite3)$/i.test(database)) {
    // Not quoted: it may be a bare password.
    return `./NAME for a file of that name in this folder, or ${EXAMPLE}`
  }
  return undefined
}

/** For `data`. */
export function directoryProblem(directory: string): string | undefined {
  const what = 'the path of a directory'
  if (isPostgresUrl(directory)) return `${what}; a URL belongs in database`
  if (SCHEME.test(directory)) return `${what}, without a scheme`
  if (/\b[a-z]+ ?=/i.test(directory) || directory.includes('@')) return `${what} without = and @`
  if (/\.(db|db3|sqlite|sqlite3|json|ya?ml)\/*$/i.test(directory)) {
    return `${what}; a file belongs in database, or behind --config`
  }
  return pathProblem(directory)
}

function insteadOfScheme(scheme: string, database: string): string {
  if (/^(file|sqlite3?(\+\w+)?)$/.test(scheme)) {
    // SQLAlchemy and others: sqlite:///relative.db, sqlite:////absolute.db; file:///absolute.db.
    const bare = database.slice(scheme.length + 1).replace(/^\/\/(localhost)?(?=\/)/, '')
    const path = scheme === 'file' ? bare : bare.replace(/^\/\/+/, '/')
    return /^[\w./-]+$/.test(path) && path !== '/'
      ? `the path alone: ${path}`
      : 'the path of the file alone'
  }
  if (/postgres|pgsql|^pg|^psql/i.test(database)) return `a URL that begins so: ${EXAMPLE}`
  if (/^[a-z0-9.-]+:\d+(\/|$)/i.test(database)) return EITHER
  return `${EITHER}; there are no other kinds of database`
}

/** Signs that a shell or template should have expanded the value. */
function pathProblem(path: string): string | undefined {
  if (path.startsWith('~')) return 'the whole path; nobody replaces ~ here'
  if (/^[=-]/.test(path)) return 'a path that begins with a letter, a dot or a slash'
  if (/[$%*?"'`<>|;,]/.test(path)) return 'a path without $ % * ? ; , quotes and brackets'
  if (process.platform !== 'win32' && path.includes('\\')) return 'a path with / in place of \\'
  return undefined
}
