/**
 * How many connections are held. Beyond that, new ones are closed at once, and those on which nothing
 * is going on make room: a proxy opens its own again, and who holds thousands of silent ones gains nothing.
 *
 * The limit stays below the number of files that the system lets this process open, so that the
 * database and the log always get theirs.
 */

import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { networkKey } from '../people/network.ts'

/** Each costs some kilobytes. */
const MOST_CONNECTIONS = 10_000
/** For the database, the log, and files that are open for a moment only. */
const OTHER_FILES = 64
/** From this share of the limit on, idle connections have to go. */
const CROWDED = 0.9
const MAKE_ROOM_EVERY_MS = 100
/** Of all connections, for one network. A proxy may have all: one that is trusted, or on this machine. */
const LARGEST_SHARE = 0.5
const LOOPBACK = ['127.0.0.0/8', '::1']

export interface Connections {
  /** How many are open. */
  open(): number
}

/**
 * Sets the limit; without `most`, what the system allows, and 10,000 at most. `trustedProxies` are
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
  // Otherwise a worker hands what it cannot take to the next one, and that one back.
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

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** How many connections a process takes, by how many files it may have open. */
export function connectionsAllowed(files: number): number {
  return Math.max(16, Math.min(MOST_CONNECTIONS, files - OTHER_FILES))
}

/** Node has raised its own limit to the hard one by now. Elsewhere than on Linux nobody says. */
function openFileLimit(): number {
  try {
    const [, soft = ''] =
      /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === '' || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
