/**
 * The addresses that are not on the public internet, from the IANA special-purpose registries
 * (RFC 6890, https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-…), plus
 * multicast. For IPv4 the list says what is not public. For IPv6 everything outside 2000::/3 (RFC
 * 4291 §2.4) is not public, so the mapped, translated and local forms need no rows.
 */

import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Each range with its description for messages. */
const SPECIAL: readonly (readonly [network: string, prefix: number, name: string])[] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'a private network'],
  ['100.64.0.0', 10, 'a carrier-grade NAT'],
  ['127.0.0.0', 8, 'this machine'],
  ['169.254.0.0', 16, 'the local link'],
  ['172.16.0.0', 12, 'a private network'],
  ['192.0.0.0', 24, 'IETF protocol assignments'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.31.196.0', 24, 'AS112'],
  ['192.52.193.0', 24, 'AMT'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'a private network'],
  ['192.175.48.0', 24, 'AS112'],
  ['198.18.0.0', 15, 'benchmarking'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved use'],

  ['::1', 128, 'this machine'],
  ['::ffff:0:0', 96, 'IPv4-mapped addresses'],
  ['64:ff9b::', 96, 'NAT64'],
  ['64:ff9b:1::', 48, 'NAT64'],
  ['fc00::', 7, 'a private network'],
  ['fe80::', 10, 'the local link'],
  ['ff00::', 8, 'multicast'],
  // Inside 2000::/3.
  ['2001::', 23, 'IETF protocol assignments'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4'],
  ['2620:4f:8000::', 48, 'AS112'],
  ['3fff::', 20, 'documentation'],
]

const ranges = SPECIAL.map(([network, prefix, name]) => {
  const family = isIPv4(network) ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return { list, family, name } as const
})

const publicIPv6 = new BlockList()
publicIPv6.addSubnet('2000::', 3, 'ipv6')

/**
 * The use of a special address, such as `a private network`; undefined for a public address. Text
 * that is not an address counts as special.
 */
export function specialUse(address: string): string | undefined {
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  if (family === undefined) return 'no known use'
  // An IPv4 list also matches mapped addresses, which have their own row.
  const range = ranges.find((each) => each.family === family && each.list.check(address, family))
  if (range !== undefined) return range.name
  return family === 'ipv4' || publicIPv6.check(address, family) ? undefined : 'reserved use'
}
