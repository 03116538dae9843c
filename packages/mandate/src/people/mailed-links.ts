/**
 * One-time links: made, sent by mail or printed by a command, opened by GET, used by POST.
 *
 *     made ──▶ open ──▶ used
 *               ├────▶ replaced by a newer one, or withdrawn because what it was for has changed
 *               └────▶ expired
 *
 * The secret in a link is derived from a random seed in its row and a server key, so that neither
 * the database nor the key file alone makes a link (invariant I7). A link of a retired key is void.
 *
 * Neighbours: `operations/mailed-links.ts` makes and uses them, `http/endpoints/link.ts` opens them.
 */

import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../grants/derivation.ts'
import { hmac, hmacKey } from '../grants/hmac.ts'
import { hasChecksum, withChecksum } from '../grants/token.ts'
import { MAILED_LINKS_KEPT_SECONDS } from '../store/port.ts'
import type { MailedLink } from '../store/records.ts'
import type { LinkPurpose } from '../store/tables/mailed-links.ts'
import type { Random } from '../time-and-chance.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long each kind of link is good, in seconds. */
const LINK_SECONDS: Readonly<Record<LinkPurpose, number>> = {
  reset_password: 30 * MINUTE,
  let_browser_in: 30 * MINUTE,
  change_address: HOUR,
  verify_address: DAY,
  /** Long enough to notice a change that somebody else has made. */
  stop_change: 3 * DAY,
  register: DAY,
  invitation: 7 * DAY,
  first_operator: DAY,
}

/** A link that support hands over may be read the next morning. */
export const RESET_BY_OPERATOR_SECONDS = DAY

/**
 * Whether all that the link does is to help its owner to sign in. Such a link works for an account
 * that waits for its deletion, too, because its owner has to sign in to keep it.
 */
export function leadsToSignIn({ purpose }: Pick<MailedLink, 'purpose'>): boolean {
  return purpose === 'reset_password' || purpose === 'let_browser_in' || purpose === 'stop_change'
}

const ID_BYTES = 16
const SEED_BYTES = 32
const MAC_BYTES = 32
const SHAPE = /^mdt_ml_([A-Za-z0-9_-]+)$/
const CHECKSUM_DIGITS = 6
const KIND = Buffer.from('ml')

/** What a caller decides about a new link. */
export type WantedLink = Pick<MailedLink, 'purpose' | 'language'> &
  Partial<
    Pick<MailedLink, 'accountId' | 'email' | 'emailKey' | 'accountEmailKey' | 'browser' | 'details'>
  >

/** A new link with its random parts. `now` in seconds since 1970. */
export function newLink(
  wanted: WantedLink,
  { keys, random, now }: { readonly keys: KeyRing; readonly random: Random; readonly now: number },
): MailedLink {
  return {
    accountId: null,
    email: null,
    emailKey: null,
    accountEmailKey: null,
    browser: null,
    details: {},
    ...wanted,
    id: Buffer.from(random(ID_BYTES)).toString('hex'),
    seed: random(SEED_BYTES),
    keyId: keys.current,
    createdAt: now,
    expiresAt: now + LINK_SECONDS[wanted.purpose],
    ended: null,
    usedBy: null,
  }
}

/**
 * As it is written for an address without an account: nobody gets it, so the next sweep takes it, and
 * a flood of invented addresses does not fill the database for a day.
 */
export function linkForNobody(link: MailedLink): MailedLink {
  return { ...link, expiresAt: link.createdAt - MAILED_LINKS_KEPT_SECONDS }
}

/**
 * The address to open. It begins with the issuer, never with the host of a request. Undefined if
 * the key of the link has been retired.
 */
export function linkAddress(issuer: string, keys: KeyRing, link: MailedLink): string | undefined {
  const mac = macOf(keys, link)
  if (mac === undefined) return undefined
  const payload = Buffer.concat([Buffer.from(link.id, 'hex'), mac]).toString('base64url')
  return `${issuer}/link?token=${withChecksum(`mdt_ml_${payload}`)}`
}

/** The id in a token, to find its row; undefined for a text that is not a token of ours. */
export function linkIdIn(token: string): string | undefined {
  return parse(token)?.id
}

/** Whether the token belongs to this row. Compares in constant time. */
export function isAuthenticLink(keys: KeyRing, link: MailedLink, token: string): boolean {
  const [mac, parsed] = [macOf(keys, link), parse(token)]
  if (mac === undefined || parsed === undefined || parsed.id !== link.id) return false
  return timingSafeEqual(mac, parsed.mac)
}

/** Whether a link can be used, or why not. Somebody else may still be faster. */
export type LinkState = 'open' | 'expired' | 'used' | 'replaced' | 'withdrawn'

export function linkState(link: Pick<MailedLink, 'ended' | 'expiresAt'>, now: number): LinkState {
  return link.ended ?? (link.expiresAt > now ? 'open' : 'expired')
}

function parse(token: string): { readonly id: string; readonly mac: Uint8Array } | undefined {
  const [, rest = ''] = SHAPE.exec(token) ?? []
  if (rest === '' || !hasChecksum(token)) return undefined
  const encoded = rest.slice(0, -CHECKSUM_DIGITS)
  const payload = Buffer.from(encoded, 'base64url')
  const isWhole = payload.length === ID_BYTES + MAC_BYTES
  if (!isWhole || payload.toString('base64url') !== encoded) return undefined
  return { id: payload.toString('hex', 0, ID_BYTES), mac: payload.subarray(ID_BYTES) }
}

/** Seed, kind and id have fixed lengths, so the concatenation is unambiguous. */
function macOf(
  { secrets }: KeyRing,
  { keyId, seed, id, purpose }: MailedLink,
): Uint8Array | undefined {
  const secret = secrets.get(keyId)
  if (secret === undefined) return undefined
  return hmac(hmacKey(secret), [seed, KIND, Buffer.from(id, 'hex'), Buffer.from(purpose)])
}
