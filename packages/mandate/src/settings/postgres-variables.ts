/**
 * The variables that PostgreSQL's programs and the driver read. Only `database` decides which
 * database is used and how; the environment can add a user and password if the URL has none. A
 * variable that would silently change the connection is refused.
 */

import type { Environment } from './variables.ts'

/** Used if the URL lacks them (PostgreSQL documentation, section 34.15). */
const HONOURED = ['PGUSER', 'PGPASSWORD', 'PGPASSFILE']

/** The environment's problems for this database URL, one sentence each. */
export function postgresVariableProblems(url: string, environment: Environment): string[] {
  const { port, searchParams } = new URL(url)
  const isSet = (variable: string) => (environment[variable] ?? '') !== ''
  const problems: string[] = []
  if (isSet('PGSSLMODE') && !searchParams.has('sslmode')) {
    problems.push('PGSSLMODE: it is not read here; end the URL of the database with ?sslmode=…')
  }
  if (isSet('PGPORT') && port === '' && environment['PGPORT'] !== '5432') {
    problems.push('PGPORT: it is not read here; write the port into the URL of the database')
  }
  if (isSet('PGOPTIONS') && !searchParams.has('options')) {
    problems.push(
      'PGOPTIONS: it is not read here; end the URL of the database with ?options=…, or remove it',
    )
  }
  const mode = searchParams.get('sslmode') ?? ''
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' && mode.startsWith('verify-')) {
    problems.push(
      `NODE_TLS_REJECT_UNAUTHORIZED is 0, so sslmode=${mode} would check nothing; remove it`,
    )
  }
  return problems
}

/** Variables that the driver would read and this program does not. */
export function unreadPostgresVariables(environment: Environment): string[] {
  return Object.keys(environment).filter(
    (variable) => /^PG[A-Z]/.test(variable) && !HONOURED.includes(variable),
  )
}
