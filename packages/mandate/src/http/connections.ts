/**
 * Limits open connections. At the limit, new ones are closed immediately and idle ones are closed
 * to make room: a proxy just reopens its own, and holding thousands of silent connections gains an
 * attacker nothing.
 *
 * The limit stays below this process's file limit, so that the database and the log always get
 * theirs.
 */

import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { networkKey } from '../people/network.ts'

/** Each costs some kilobytes. */
const MOST_CONNECTIONS = 10_000
/** Reserved for the database, the log, and files opened briefly. */
const OTHER_FILES = 64
/** The share of the limit above which idle connections are closed. */
const CROWDED = 0.9
const MAKE_ROOM_EVERY_MS = 100
/** The share of connections for one network. A trusted or local proxy may use all of them. */
const LARGEST_SHARE = 0.5
const LOOPBACK = ['127.0.0.0/8', '::1']

export interface Connections {
  /** The number of open connections. */
  open(): number
}

/**
 * Enforces the limit: `most`, or else what the system allows, up to 10,000. `trustedProxies` are
 * addresses or networks (CIDR).
 */
export function limitConnections(
  server: Server,
  {
    most = connectionsAllowed(openFileLimit()),
    trustedProxies = [],
  }: { readonly most?: number; readonly trustedProxies?: readonly string[] } = {},
): Connections {
  const trusted = blockList([...LOOPBACK, ...trustedProxies])
  const shares = new Map<string, number>()
  let open = 0
  let timer: NodeJS.Timeout | null = null
  const makeRoom = () => {
    timer = null
    server.closeIdleConnections()
    look()
  }
  const look = () => {
    if (timer !== null || open < most * CROWDED) return
    timer = setTimeout(makeRoom, MAKE_ROOM_EVERY_MS).unref()
  }
  server.maxConnections = most
  // Otherwise workers pass connections they cannot take back and forth.
  Object.assign(server, { dropMaxConnection: true })
  server.on('connection', (socket) => {
    const { remoteAddress = '' } = socket
    const network = networkKey(remoteAddress)
    const share = (shares.get(network) ?? 0) + 1
    open += 1
    shares.set(network, share)
    socket.once('close', () => {
      open -= 1
      const left = (shares.get(network) ?? 1) - 1
      if (left === 0) shares.delete(network)
      else shares.set(network, left)
    })
    const isTrusted = () => trusted.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4')
    if (share > Math.max(1, most * LARGEST_SHARE) && !isTrusted()) socket.destroy()
    look()
  })
  return { open: () => open }
}

/** Addresses and networks, as in the setting `trusted_proxies`. */
export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** The connection limit for a process that may open this many files. */
export function connectionsAllowed(files: number): number {
  return Math.max(16, Math.min(MOST_CONNECTIONS, files - OTHER_FILES))
}

/** Node has already raised its soft limit to the hard one. Only Linux reports it. */
function openFileLimit(): number {
  try {
    const [, soft = ''] =
      /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === '' || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
