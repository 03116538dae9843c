/**
 * Hosts that the fetcher may reach even over http, on this machine or in a private network, because
 * the operator allows them: `idp.internal` for every port, `127.0.0.1:8080` for one.
 */

/** What to give instead of the first invalid entry; undefined if all are valid. */
export function allowedHostsProblem(entries: readonly string[]): string | undefined {
  for (const entry of entries) {
    const what = `host names or addresses, with or without a port, instead of ${JSON.stringify(entry)}`
    if (!/^(\[[0-9a-f:.]+\]|[^:/?#@\s*\\[\]]+)(:\d{1,5})?$/i.test(entry)) {
      return `${what}, such as idp.internal or 127.0.0.1:8080`
    }
    const url = URL.parse(`http://${entry}`)
    if (url === null) return `${what}, such as idp.internal or 127.0.0.1:8080`
    const written = entry.replace(/:\d+$/, '')
    if (url.hostname !== written) return `${url.hostname} instead of ${written}`
  }
  return undefined
}

/** Whether an entry names the host of this http:// or https:// address. */
export function isAllowedHost(entries: readonly string[], url: URL): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return entries.includes(url.hostname) || entries.includes(`${url.hostname}:${port}`)
}
