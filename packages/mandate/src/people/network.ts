/** Which addresses count as one network, for counting attempts and sharing places. */

const IPV4 = /^(\d{1,3}\.){3}\d{1,3}$/
/** Some proxies add the port (and brackets around IPv6), which differs for each connection. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/
const IPV6_CHARACTERS = /^[\da-f:.]+$/

/**
 * The network of addresses that one visitor can use at will: an IPv4 address, even if mapped into
 * IPv6 (RFC 4291 §2.5.5.2), or an IPv6 address's /64, since a single host has all of it (RFC 6177
 * §2). Anything else is returned unchanged.
 */
export function networkKey(address: string): string {
  return networkKeys(address)[0]
}

/**
 * That network and the wider ones that one party may control, narrowest first: the /24 of an IPv4
 * address; for IPv6, the /56 of a home and the /48 of a site (RFC 6177 §2).
 */
export function networkKeys(address: string): readonly [string, ...string[]] {
  const text = address.trim().toLowerCase()
  const [, inBrackets, beforePort] = WITH_PORT.exec(text) ?? []
  const [bare = ''] = (inBrackets ?? beforePort ?? text).split('%')
  if (IPV4.test(bare)) return ipv4Keys(bare)
  const groups = IPV6_CHARACTERS.test(bare) ? ipv6Groups(bare) : undefined
  if (groups === undefined) return [bare]
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped) return ipv4Keys(groups.slice(6).flatMap(twoBytes).join('.'))
  const [first = 0, second = 0, third = 0, fourth = 0] = groups
  const prefix = (...parts: number[]) => parts.map((group) => group.toString(16)).join(':')
  return [
    `${prefix(first, second, third, fourth)}::/64`,
    `${prefix(first, second, third, fourth & 0xff00)}::/56`,
    `${prefix(first, second, third)}::/48`,
  ]
}

function ipv4Keys(address: string): readonly [string, string] {
  return [address, `${address.slice(0, address.lastIndexOf('.'))}.0/24`]
}

/** The eight groups as the URL parser reads them, including a dotted tail as two groups. */
function ipv6Groups(address: string): readonly number[] | undefined {
  const url = URL.parse(`http://[${address}]/`)
  if (url === null) return undefined
  const [head = [], tail = []] = url.hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))))
  const zeros = new Array<number>(8 - head.length - tail.length).fill(0)
  return [...head, ...zeros, ...tail]
}

function twoBytes(group: number): [number, number] {
  return [group >> 8, group & 0xff]
}
