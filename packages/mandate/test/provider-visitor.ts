/** A browser that follows redirects to a provider on loopback too, with one jar of cookies as on one host. */

import type { Arrival, Visitor } from './visitor.ts'

/** Opens an address and follows redirects until a page, or until `client`, which is not visited. */
export async function travel(
  visitor: Visitor,
  start: string,
  client = 'https://urltoclient:4443',
): Promise<Arrival> {
  let address = start
  for (let step = 0; step < 20; step += 1) {
    const response = await visitor.get(address)
    const location = response.headers.get('location')
    const { status, headers } = response
    if (location === null) {
      return {
        address: new URL(address, 'http://loopback'),
        status,
        html: await response.text(),
        headers,
      }
    }
    await response.body?.cancel()
    const next = URL.canParse(address)
      ? new URL(location, address)
      : new URL(location, response.url)
    if (next.origin === client) return { address: next, status, html: '', headers }
    address = next.href
  }
  throw new Error(`going round in circles at ${address}`)
}
