/** The server that `--server` names. */

import { UsageRefused } from '../command.ts'

/**
 * The address without a slash at the end, as issuers are written. Throws `UsageRefused`: over plain
 * http, tokens could be read on the way, so it is for this machine alone.
 */
export function serverAddress(given: string): string {
  const url = URL.parse(given)
  const isHere = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)
  if (url === null || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageRefused(
      `--server is "${given}"; give the address of the server, such as https://login.example.com`,
    )
  }
  return given.replace(/\/+$/, '')
}
