/**
 * Rules that a JSON Schema cannot express. Each function returns what is valid, as text to follow
 * the word "give", or undefined if the value is fine.
 */

import { BlockList, isIP } from 'node:net'
import { isStreamScope } from '../grants/stream-scopes.ts'
import { isAdminScope } from '../operators/permissions.ts'
import { isEmail } from '../people/email.ts'
import { languages, type Translated } from '../words/languages.ts'
import { shown } from './text.ts'

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * RFC 8414 §2: https, no query, no fragment. http is allowed for loopback only. Clients compare the
 * issuer byte for byte, so it must be in the URL parser's canonical spelling.
 */
export function issuerProblem(issuer: string): string | undefined {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'an https:// URL, such as https://login.example.com'
  }
  if (/[?#]/.test(issuer)) return 'it without query and fragment'
  if (url.username !== '' || url.password !== '') return 'it without a user name'
  if (issuer.endsWith('/')) return 'it without the slash at its end'
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'an https:// URL; http:// is for loopback addresses only'
  }
  // RFC 8414 §3.1 allows a path, but our pages, cookies and redirects are at the root of a host.
  if (url.pathname !== '/') return `it without a path: ${url.origin} on a host of its own`
  return url.origin === issuer ? undefined : `it as ${url.origin}`
}

export function rangeUrlProblem(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return 'an https:// URL, such as https://api.pwnedpasswords.com/range'
  }
  if (/[?#]/.test(address))
    return 'it without query and fragment; the five digits are its last part'
  if (url.username !== '' || url.password !== '') return 'it without a user name'
  return undefined
}

/** A bare address or name, without other parts of a URL. */
export function hostProblem(host: string): string | undefined {
  if (isIP(host) !== 0) return undefined
  if (host === '*') return '0.0.0.0 for every address of this machine'
  if (host.includes('/')) return 'a host without a scheme, a path or a prefix length'
  if (/^\[.*\]$/.test(host)) return 'an IPv6 address without brackets'
  if (host.includes(':')) return 'a host without a port, which is a setting of its own'
  if (/^[\d.]+$/.test(host)) return 'an IPv4 address with all of its four numbers'
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(host)) return 'an IP address or a host name'
  return undefined
}

/** A host and a port, with an IPv6 address in brackets. */
export function listenProblem(listen: string): string | undefined {
  const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(listen) ?? []
  if (host === '') return 'an address with a port, such as 127.0.0.1:9401'
  const problem = hostProblem(host.replace(/^\[(.*)\]$/, '$1'))
  if (problem !== undefined) return problem
  return Number(port) >= 1 && Number(port) <= 65_535 ? undefined : 'a port from 1 to 65535'
}

/** Each must be an address or a network in CIDR notation (RFC 4632 §3.1). */
/** RFC 9110 §5.1, without the characters that proxies drop. */
export function headerProblem(name: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(name) ? undefined : 'letters, digits and hyphens'
}

/** https, without a path, so that the paths of endpoints can follow. */
export function originProblem(text: string): string | undefined {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.origin === text
    ? undefined
    : 'an https origin without a path and without a slash at the end'
}

export function addressesProblem(addresses: readonly string[]): string | undefined {
  const wrong = addresses.find((address) => !isAddressOrNetwork(address))
  return wrong === undefined
    ? undefined
    : `IP addresses or networks, such as 10.0.0.1 or 10.0.0.0/8, in place of ${shown(wrong)}`
}

/** Scope tokens (RFC 6749 §3.3), each with its text for the consent page. */
export function scopesProblem(scopes: Readonly<Record<string, Translated>>): string | undefined {
  for (const [token, description] of Object.entries(scopes)) {
    if (!SCOPE_TOKEN.test(token)) {
      return `scope tokens without spaces, quotes and backslashes in place of ${shown(token)}`
    }
    if (isAdminScope(token)) {
      return `other names in place of ${shown(token)}: those that begin with admin: belong to the admin API`
    }
    if (isStreamScope(token)) {
      return `other names in place of ${shown(token)}, with which clients manage their streams of security events`
    }
    const texts = typeof description === 'string' ? { en: description } : description
    if (Object.values(texts).some((text) => text.trim() === '')) {
      return `a description in plain words for ${shown(token)}`
    }
    const unknown = Object.keys(texts).find((name) => !languages.some((known) => known === name))
    if (unknown !== undefined) {
      return `the description of ${shown(token)} in ${languages.join(', ')}; pages are in no language ${shown(unknown)}`
    }
  }
  return undefined
}

/** Domains of mail addresses. */
export function domainsProblem(domains: readonly string[]): string | undefined {
  const wrong = domains.find((domain) => !isEmail(`a@${domain}`))
  return wrong === undefined
    ? undefined
    : `domains without an @, such as example.com, in place of ${shown(wrong)}`
}

/** Hosts of URLs, each with a port if it has one; `*.` stands for all hosts below. */
export function hostsProblem(hosts: readonly string[]): string | undefined {
  const wrong = hosts.find((host) => {
    const named = host.replace(/^\*\./, '')
    return /\*|\.$/.test(named) || URL.parse(`https://${named}/`)?.host !== named
  })
  if (wrong === undefined) return undefined
  const meant = URL.parse(`https://${wrong.replace(/^https?:\/\//, '')}`)?.host
  return meant && meant !== wrong
    ? `${meant} in place of ${shown(wrong)}`
    : `hosts, such as claude.ai or *.example.com, in place of ${shown(wrong)}`
}

/** A link that a page may have. */
export function linkProblem(url: string): string | undefined {
  const isLink = /^(https:\/\/|mailto:)\S+$/i.test(url) && URL.canParse(url)
  return isLink ? undefined : 'an https:// or mailto: URL, such as https://example.com/help'
}

/** Whether a host, from a URL or a setting, can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare)
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^\d{1,3}$/.test(prefix)) return false
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
    return true
  } catch {
    return false
  }
}
