/** The parts of a database URL that may be shown. */

/** The URL without user name, password and parameters. */
export function titleOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

/** The host and port of a database URL, as an error names them. */
export function addressOf(url: string): string {
  const { host, hostname, port, searchParams } = new URL(url)
  const socket = searchParams.get('host')
  if (host === '' && socket !== null) return socket
  return `${hostname}:${port === '' ? 5432 : port}`
}
