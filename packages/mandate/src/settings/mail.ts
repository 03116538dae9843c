/** The settings of mail: which texts are valid, and what they mean. */

import { isIP } from 'node:net'
import { isLoopbackHost } from './rules.ts'

const EXAMPLE = 'smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST'

/** A mail server. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /**
   * `implicit`: TLS from the first byte. `required`: STARTTLS, or nothing is sent. `none`: on this
   * machine only.
   */
  readonly tls: 'implicit' | 'required' | 'none'
  readonly credentials: { readonly user: string; readonly password: string } | undefined
}

/** A sender: an address, perhaps with a name. */
export interface Sender {
  readonly name: string
  readonly address: string
}

/** What is valid, as text to follow the word "give", or undefined if the URL is fine. */
export function mailUrlProblem(url: string): string | undefined {
  const escaping =
    'with # / ? @ : % and blanks in a password written as %23 %2F %3F %40 %3A %25 %20'
  if (!/^smtps?:\/\/[^\s]+$/i.test(url) || !URL.canParse(url)) return `${EXAMPLE}, ${escaping}`
  const { hostname, pathname, search, hash, username, password } = new URL(url)
  if (hostname === '') return `it with a host, as in ${EXAMPLE}`
  if (hash !== '' || search !== '' || !['', '/'].includes(pathname)) {
    return `it without path, parameters and fragment, ${escaping}`
  }
  if ((username === '') !== (password === ''))
    return 'it with both a user and a password, or neither'
  try {
    decodeURIComponent(username + password)
  } catch {
    return `it ${escaping}`
  }
  return undefined
}

/** Parses a URL that is fine. */
export function mailServerOf(text: string): MailServer {
  const { protocol, hostname, port, username, password } = new URL(text)
  const host = decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1')
  const isImplicit = protocol === 'smtps:'
  return {
    host,
    port: port === '' ? (isImplicit ? 465 : 587) : Number(port),
    tls: isImplicit ? 'implicit' : isLoopbackHost(host) ? 'none' : 'required',
    credentials:
      username === ''
        ? undefined
        : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  }
}

/** What is valid, as text to follow the word "give", or undefined if the sender is fine. */
export function senderProblem(text: string): string | undefined {
  return senderIn(text) === undefined
    ? 'an e-mail address, perhaps with a name before it, such as Acme <no-reply@acme.example>'
    : undefined
}

/** Parses a sender that is fine. */
export function senderOf(text: string): Sender {
  return senderIn(text) ?? { name: '', address: text }
}

function senderIn(text: string): Sender | undefined {
  const [, name = '', bracketed, bare] = SENDER.exec(text.trim()) ?? []
  const address = bracketed ?? bare
  if (address === undefined || isIP(address.replace(/^.*@/, '')) !== 0) return undefined
  return { name: name.replace(/^"(.*)"$/, '$1').trim(), address }
}

const SENDER =
  /^(?:([^\p{Cc}<>]*?)\s*<([^\s\p{Cc}<>@,;"]+@[\p{L}\p{M}\p{N}.-]+)>|([^\s\p{Cc}<>@,;"]+@[\p{L}\p{M}\p{N}.-]+))$/u
