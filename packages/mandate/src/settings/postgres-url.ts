/** Validates a database URL before connecting. */

const EXAMPLE = 'postgres://USER:PASSWORD@HOST:5432/DATABASE'
/** The libpq parameters that mean the same here (PostgreSQL documentation, section 34.1.2). */
const PARAMETERS = [
  'application_name',
  'host',
  'options',
  'sslcert',
  'sslkey',
  'sslmode',
  'sslrootcert',
]
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full']

/** Whether a database setting means PostgreSQL, even if misspelled. */
export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:/i.test(database)
}

/** What is valid, as text to follow the word "give", or undefined if the URL is fine. */
export function postgresUrlProblem(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\/\S*$/i.test(url) || !isReadable(url)) {
    return `${EXAMPLE}, with # / ? @ : % and blanks in a password written as %23 %2F %3F %40 %3A %25 and %20`
  }
  const { hostname, pathname, searchParams } = new URL(url)
  if (pathname.length < 2) return `it with the name of the database at its end, as in ${EXAMPLE}`
  if (hostname === '' && !searchParams.has('host')) return `it with a host, as in ${EXAMPLE}`
  const strange = [...searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (strange !== undefined) {
    const named = /^\w{1,30}$/.test(strange) ? `the parameter "${strange}"` : 'other parameters'
    return `it without ${named}; there are ${PARAMETERS.join(', ')}`
  }
  const twice = PARAMETERS.find((name) => searchParams.getAll(name).length > 1)
  if (twice !== undefined) return `it with the parameter ${twice} once`
  const socket = searchParams.get('host')
  if (hostname !== '' && socket !== null && socket !== '') return 'it with one host, not with two'
  const mode = searchParams.get('sslmode') ?? 'disable'
  if (!SSL_MODES.includes(mode)) return `it with one of these as sslmode: ${SSL_MODES.join(', ')}`
  if (mode === 'verify-ca' && !searchParams.has('sslrootcert')) {
    return 'it with sslrootcert=FILE beside sslmode=verify-ca, or with sslmode=verify-full'
  }
  return undefined
}

function isReadable(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { username, password, pathname, hash } = new URL(url)
  if (hash !== '') return false
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}
