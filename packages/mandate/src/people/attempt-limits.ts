/**
 * How often who may guess. Every limit is a leaky bucket: so many at once, then one every so often.
 * `throttle.ts` applies them; docs/decisions/0045-sign-in-under-attack.md has what each attacker
 * gets out of them.
 *
 * All names of buckets about a mailbox share a prefix, so that they can be cleared together. Names
 * are hashed, because people type passwords into the wrong field, and those must not be stored.
 */

import { hash } from 'node:crypto'
import type { Bucket } from '../store/port.ts'
import { emailKey, mailboxKey } from './email.ts'
import { networkKeys } from './network.ts'

type Rate = Pick<Bucket, 'most' | 'seconds'>

const QUARTER = 15 * 60
const HOUR = 60 * 60

/** What one network, or one known browser in one network, may guess at one account. */
const OWN: Rate = { most: 10, seconds: QUARTER }
/** A /24 or a /48 at one mailbox. */
const WIDE: Rate = { most: 40, seconds: 5 * 60 }
/** All new browsers together at one mailbox. */
const EVERYBODY: Rate = { most: 100, seconds: 60 }
/** A known browser in all networks, at one account. */
const KNOWN_BROWSER: Rate = { most: 30, seconds: HOUR }
/** A network at all mailboxes: an IPv4 address and its /24, or a /64, /56 and /48. */
const NETWORKS: readonly Rate[] = [
  { most: 100, seconds: 10 },
  { most: 200, seconds: 5 },
  { most: 400, seconds: 3 },
]
/** Beyond it, a network makes way for those that have not failed. */
const CLEAN: Rate = { most: 3, seconds: HOUR }
/** Right or wrong: far more than a person or a test needs, and little for a machine. */
const SIGN_INS: Rate = { most: 300, seconds: 3 }

/** A code has a million values, of which three are right. */
const CODES: Rate = { most: 5, seconds: QUARTER }
const CODES_OF_EVERYBODY: Rate = { most: 20, seconds: QUARTER }
/**
 * All known browsers together: whoever reads the mailbox can make as many browsers known as they
 * like. More than two copied ones can use up.
 */
const CODES_OF_KNOWN: Rate = { most: 2 * KNOWN_BROWSER.most, seconds: QUARTER }

/** A mailed link lives for half an hour, so there is always one that works. */
const MAILS: Rate = { most: 3, seconds: QUARTER }

/** Mails that a network may ask for, to whatever addresses: an address, a /56 or wider, a /48. */
const MAILS_OF_NETWORKS: readonly Rate[] = [
  { most: 20, seconds: 60 },
  { most: 40, seconds: 30 },
  { most: 80, seconds: 15 },
]

/** Clients that register themselves, from an address, a /56 or wider, a /48. */
const CLIENTS_OF_NETWORKS: readonly Rate[] = [
  { most: 60, seconds: 60 },
  { most: 120, seconds: 30 },
  { most: 240, seconds: 15 },
]

/** Devices for which somebody asks for codes, from an address, a /56 or wider, a /48. */
const DEVICES_OF_NETWORKS: readonly Rate[] = [
  { most: 60, seconds: 10 },
  { most: 120, seconds: 5 },
  { most: 240, seconds: 3 },
]

/** User codes of devices, wrong ones only: what one account may guess. */
const USER_CODES: Rate = { most: 10, seconds: QUARTER }
/** And all accounts in a network: an address, a /56 or wider, a /48. */
const USER_CODES_OF_NETWORKS: readonly Rate[] = [
  { most: 30, seconds: 60 },
  { most: 60, seconds: 30 },
  { most: 120, seconds: 15 },
]
/** And everybody. People who mistype get nowhere near it. */
const USER_CODES_OF_EVERYBODY: Rate = { most: 300, seconds: 12 }
/** Once one of those is full, somebody guesses; then an account has these, whatever others do. */
const USER_CODES_UNDER_ATTACK: Rate = { most: 3, seconds: HOUR }

export interface Limit extends Bucket {
  /**
   * What a full one does: the attempt waits; or it yields to others if there are many; or, for a
   * known browser, it counts as new.
   */
  readonly full: 'waits' | 'yields' | 'counts_as_new'
  /** What a right answer does: it empties the bucket, gives back what it took, or changes nothing. */
  readonly right: 'empties' | 'gives_back' | 'changes_nothing'
}

/** Who is trying to sign in, and to which account. */
export interface SignInAttempt {
  readonly email: string
  /** The visitor's IP address. */
  readonly network: string
  /** The digest of the browser if it is known to the account (`known-browsers.ts`), or null. */
  readonly browser: string | null
}

/** Who enters a code after the right password. */
export interface SecondFactorAttempt {
  readonly accountId: string
  readonly network: string
  /** As above. */
  readonly browser: string | null
}

export function limitsOfPassword(attempt: SignInAttempt): readonly Limit[] {
  const { email, network, browser } = attempt
  const address = emailKey(email)
  const mailbox = mailboxKey(email)
  const about = (...parts: readonly string[]) => nameAbout(countersAbout(email), parts)
  const networks = networkKeys(network)
  const [own, wide] = [networks[0], networks.at(-1) ?? '']
  const where = browser ?? own
  const signIns = limit(about('sign-ins', address, where), SIGN_INS, { right: 'changes_nothing' })
  if (browser !== null) {
    return [...ofKnownBrowser(about, [browser, address], { network: own, rate: OWN }), signIns]
  }
  const levels = networks.length === 3 ? NETWORKS : NETWORKS.filter((_, level) => level !== 1)
  return [
    // Otherwise an account under an alias could empty the bucket of the mailbox.
    limit(about('network', own), OWN, { right: mailbox === address ? 'empties' : 'gives_back' }),
    limit(about('wide network', wide), WIDE),
    limit(about('everybody'), EVERYBODY),
    ...networks.map((key, level) => limit(digest(['network', key]), levels[level] ?? OWN)),
    limit(digest(['clean network', own]), CLEAN, { full: 'yields' }),
    signIns,
  ]
}

export function limitsOfCode(attempt: SecondFactorAttempt): readonly Limit[] {
  const { accountId, network, browser } = attempt
  const about = (...parts: readonly string[]) => nameAbout(countersOfAccount(accountId), parts)
  const [own] = networkKeys(network)
  if (browser !== null) {
    return [
      ...ofKnownBrowser(about, [browser, accountId], { network: own, rate: CODES }),
      limit(about('known browsers'), CODES_OF_KNOWN, { full: 'counts_as_new' }),
    ]
  }
  return [
    limit(about('network', own), CODES, { right: 'empties' }),
    limit(about('everybody'), CODES_OF_EVERYBODY),
  ]
}

/** For mails of one purpose that anybody can ask for. */
export function limitOfMails(email: string, purpose: string): Bucket {
  return { name: nameAbout(countersAbout(email), ['mail', purpose]), ...MAILS }
}

/** For all mails that a network asks for. */
export function limitsOfAsking(network: string): readonly Bucket[] {
  return limitsOfNetworks(network, { of: 'network, mails', rates: MAILS_OF_NETWORKS })
}

/** For all clients that register themselves from a network. */
export function limitsOfRegistering(network: string): readonly Bucket[] {
  return limitsOfNetworks(network, { of: 'network, clients', rates: CLIENTS_OF_NETWORKS })
}

/** For all devices that ask for codes from a network. */
export function limitsOfDeviceRequests(network: string): readonly Bucket[] {
  return limitsOfNetworks(network, { of: 'network, devices', rates: DEVICES_OF_NETWORKS })
}

/** Who types the user code of a device. */
export interface UserCodeAttempt {
  readonly accountId: string
  readonly network: string
}

/**
 * `isUnderAttack` if the guesses of the network, or of everybody, have become too many: then an
 * account has a few of its own, so that a guesser locks nobody out.
 */
export function limitsOfUserCode(
  { accountId, network }: UserCodeAttempt,
  { isUnderAttack }: { readonly isUnderAttack: boolean },
): readonly Limit[] {
  const about = (...parts: readonly string[]) => nameAbout(countersOfAccount(accountId), parts)
  const own = limit(about('user codes'), USER_CODES)
  if (isUnderAttack) return [own, limit(about('user codes under attack'), USER_CODES_UNDER_ATTACK)]
  const networks = limitsOfNetworks(network, {
    of: 'network, codes',
    rates: USER_CODES_OF_NETWORKS,
  })
  const full = 'counts_as_new'
  return [
    own,
    ...networks.map(({ name, ...rate }) => limit(name, rate, { full })),
    limit(digest(['user codes']), USER_CODES_OF_EVERYBODY, { full }),
  ]
}

function limitsOfNetworks(
  network: string,
  { of, rates }: { readonly of: string; readonly rates: readonly Rate[] },
): readonly Bucket[] {
  const networks = networkKeys(network)
  const levels = networks.length === 3 ? rates : rates.filter((_, level) => level !== 1)
  return networks.map((key, level) => ({
    name: digest([of, key]),
    ...(levels[level] ?? MAILS),
  }))
}

/** Each network on its own, so that whoever has copied the browser's secret does not delay it. */
function ofKnownBrowser(
  about: (...parts: readonly string[]) => string,
  browser: readonly [name: string, of: string],
  { network, rate }: { readonly network: string; readonly rate: Rate },
): readonly Limit[] {
  return [
    limit(about('browser, network', ...browser, network), rate, { right: 'empties' }),
    limit(about('browser', ...browser), KNOWN_BROWSER, { full: 'counts_as_new' }),
  ]
}

function limit(
  name: string,
  rate: Rate,
  { full = 'waits', right = 'gives_back' }: Partial<Pick<Limit, 'full' | 'right'>> = {},
): Limit {
  return { name, ...rate, full, right }
}

/** The prefix of all names about the mailbox of this address. */
export function countersAbout(email: string): string {
  return digest(['mailbox', mailboxKey(email)]).slice(0, PREFIX)
}

/** The prefix of all names about the second factor of this account. */
export function countersOfAccount(accountId: string): string {
  return digest(['account', accountId]).slice(0, PREFIX)
}

const PREFIX = 16

function nameAbout(prefix: string, parts: readonly string[]): string {
  return prefix + digest(parts).slice(PREFIX)
}

function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
