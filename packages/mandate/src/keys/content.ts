/**
 * What `keys.json` says, and the checks of it.
 *
 *     { "current": "a0b1c2d3", "keys": [ … ],        token keys, and which of them is to be used
 *       "seal_keys": [ … ],                          for what pages keep in the browser
 *       "signing_keys": [ … ],                       key pairs, as private JWKs (RFC 7517)
 *       "retired": [ … ] }                           what was here once, without its secrets
 *
 * Only the first two are required: files of before the other kinds existed are read, and a program of
 * that time reads files of today.
 */

import type { KeyRing } from '../grants/derivation.ts'
import type { KeyId } from '../grants/grant.ts'
import { type SigningKey, signingKeyFrom } from '../signing/key.ts'

export type KeyKind = 'token' | 'seal' | 'signing'

/** 32 random bytes. Times are whole seconds since 1970. */
export interface SecretKey {
  /** 8 hexadecimal digits. */
  readonly id: KeyId
  readonly secret: Uint8Array
  readonly createdAt: number
}

export interface RetiredKey {
  readonly id: KeyId
  readonly kind: KeyKind
  readonly createdAt: number
  readonly retiredAt: number
}

/** All keys of a file, in the order of the file: the newest last. */
export interface KeyFile {
  /** The token keys. */
  readonly keys: KeyRing
  readonly tokenKeys: readonly SecretKey[]
  readonly sealKeys: readonly SecretKey[]
  readonly signingKeys: readonly (SigningKey & { readonly createdAt: number })[]
  readonly retired: readonly RetiredKey[]
}

/** As JSON. */
export interface KeyFileContent {
  readonly current: string
  readonly keys: readonly WrittenSecret[]
  readonly seal_keys?: readonly WrittenSecret[]
  readonly signing_keys?: readonly WrittenPair[]
  readonly retired?: readonly WrittenRetired[]
}

export interface WrittenSecret {
  readonly id: string
  /** 32 bytes, base64url. */
  readonly secret: string
  /** Whole seconds since 1970. */
  readonly created_at: number
}

export interface WrittenPair {
  readonly id: string
  readonly jwk: Readonly<Record<string, unknown>>
  readonly created_at: number
}

export interface WrittenRetired {
  readonly id: string
  readonly kind: KeyKind
  readonly created_at: number
  readonly retired_at: number
}

/** What is wrong with a text, for a sentence that begins with the file's name. It has no secret. */
export class ContentRefused extends Error {
  override readonly name = 'ContentRefused'
  /** What to do about it. */
  readonly remedy: string
  constructor(what: string, remedy = 'put it back from your backup; nothing was changed.') {
    super(what)
    this.remedy = remedy
  }
}

/** Of 32 random bytes, about 30 are distinct; fewer than half are once in 10¹⁵ keys. */
const DIFFERENT_BYTES = 16
export const KEY_KINDS = ['token', 'seal', 'signing'] as const satisfies readonly KeyKind[]
const KINDS: readonly unknown[] = KEY_KINDS

/** The content of a file. Throws `ContentRefused`. */
export function parseContent(text: string): KeyFileContent {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new ContentRefused('is not JSON')
  }
  if (!isContent(content)) {
    throw new ContentRefused('does not have the form of a key file, or a key of the wrong length')
  }
  return content
}

/** The keys of a content. Throws `ContentRefused` if they cannot be used. */
export function keysOf(content: KeyFileContent): KeyFile {
  const { keys, seal_keys: sealing = [], signing_keys: signing = [], retired = [] } = content
  refuseWeakKeys([...keys, ...sealing])
  const tokenKeys = keys.map(readSecret)
  const current = content.current as KeyId
  const secrets = new Map(tokenKeys.map(({ id, secret }) => [id, secret]))
  if (!secrets.has(current)) {
    const named = current.slice(0, 8)
    throw new ContentRefused(`names "${named}" as its current key, which it does not hold`)
  }
  const signingKeys = signing.map(readPair)
  refuseDuplicates([...tokenKeys, ...sealing, ...signingKeys])
  return {
    ...{ keys: { current, secrets }, tokenKeys, signingKeys },
    sealKeys: sealing.map(readSecret),
    retired: retired.map(({ id, kind, created_at: createdAt, retired_at: retiredAt }) => ({
      ...{ id: id as KeyId, kind, createdAt, retiredAt },
    })),
  }
}

/** The text of a file with this content. */
export function contentText(content: KeyFileContent): string {
  return `${JSON.stringify(content, null, 2)}\n`
}

function readSecret({ id, secret, created_at: createdAt }: WrittenSecret): SecretKey {
  return { id: id as KeyId, secret: Buffer.from(secret, 'base64url'), createdAt }
}

function readPair({ id, jwk, created_at: createdAt }: WrittenPair) {
  const pair = signingKeyFrom(jwk)
  if (pair === undefined || pair.id !== id) {
    throw new ContentRefused(`has a signing key, ${id.slice(0, 43)}, that is damaged or too weak`)
  }
  return { ...pair, createdAt }
}

function isContent(content: unknown): content is KeyFileContent {
  const given = (content ?? {}) as Partial<KeyFileContent>
  const { seal_keys: sealing = [], signing_keys: signing = [], retired = [] } = given
  return (
    typeof given.current === 'string' &&
    isListOf(given.keys, isSecret) &&
    given.keys.length > 0 &&
    isListOf(sealing, isSecret) &&
    isListOf(signing, isPair) &&
    isListOf(retired, isRetired)
  )
}

function isListOf<One>(list: unknown, is: (one: Partial<One>) => boolean): list is One[] {
  return Array.isArray(list) && list.every((one) => is(one ?? {}))
}

function isSecret({ id, secret, created_at }: Partial<WrittenSecret>): boolean {
  return isMatch(/^[0-9a-f]{8}$/, id) && isMatch(SECRET, secret) && Number.isInteger(created_at)
}
const SECRET = /^[A-Za-z0-9_-]{43}$/

function isPair({ id, jwk, created_at }: Partial<WrittenPair>): boolean {
  return (
    isMatch(SECRET, id) &&
    typeof jwk === 'object' &&
    jwk !== null &&
    !Array.isArray(jwk) &&
    Number.isInteger(created_at)
  )
}

function isRetired({ id, kind, created_at, retired_at }: Partial<WrittenRetired>): boolean {
  return (
    isMatch(/^[A-Za-z0-9_-]{8,43}$/, id) &&
    KINDS.includes(kind) &&
    Number.isInteger(created_at) &&
    Number.isInteger(retired_at)
  )
}

function isMatch(shape: RegExp, text: unknown): boolean {
  return typeof text === 'string' && shape.test(text)
}

function refuseDuplicates(keys: readonly { readonly id: string }[]): void {
  const ids = keys.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new ContentRefused(`has two keys with the id ${twice}`)
}

/** Keys that are clearly not random, and duplicates. */
function refuseWeakKeys(keys: readonly WrittenSecret[]): void {
  refuseDuplicates(keys)
  const secrets = keys.map(({ secret }) => Buffer.from(secret, 'base64url').toString('hex'))
  const weak = keys.find(
    ({ secret }) => new Set(Buffer.from(secret, 'base64url')).size < DIFFERENT_BYTES,
  )
  if (weak !== undefined) {
    throw new ContentRefused(
      `has a key, ${weak.id}, that is not random: anyone could forge its tokens`,
    )
  }
  const same = secrets.findIndex((secret, index) => secrets.indexOf(secret) !== index)
  if (same >= 0) {
    throw new ContentRefused(`has one secret under two ids, one of them ${keys[same]?.id}`)
  }
}
