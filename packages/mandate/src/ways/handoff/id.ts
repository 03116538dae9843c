/**
 * The id of a sign-in that is handed to the platform. The id is the state of the sign-in,
 * encrypted, so there is no row until the platform answers, and browsers that never come back cost
 * no storage.
 *
 *     key id (4 bytes) ‖ nonce (16) ‖ AES-256-GCM( sign-in as JSON )
 *
 * The key and IV of each id are derived from a server key and the nonce, so no pair is used twice.
 * The platform cannot read an id, and only this server can make or change one. A stolen id is
 * useless: reading and answering it need a platform key, and continuing needs both the browser that
 * started the sign-in and the continuation, which is only in the response to an answer.
 */

import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync } from 'node:crypto'
import type { KeyRing } from '../../grants/derivation.ts'
import type { KeyId } from '../../grants/grant.ts'
import type { Prompt } from '../../oidc/authentication-request.ts'
import type { Random } from '../../time-and-chance.ts'
import type { Onward } from '../way.ts'

/** How long the platform has to answer: enough for a user to find a password and a phone. */
const SECONDS_TO_ANSWER = 15 * 60
const CLOCKS_APART_SECONDS = 60

export interface HandedSignIn {
  /** The name of the way in the setting. */
  readonly way: string
  /** What happens after the sign-in. */
  readonly onward: Onward
  /** The hash of the secret of the browser that started the sign-in. */
  readonly browser: string
  /** The account that was signed in there at the start. */
  readonly accountId: string | null
  /** False if the person may not be asked anything (`prompt=none`). */
  readonly interactive: boolean
  readonly prompt: readonly Prompt[]
  /**
   * The user must have signed in at or after this time, in seconds since 1970; null for any time.
   */
  readonly authTimeAfter: number | null
  readonly locales: string
  readonly startedAt: number
}

/** The content of an id. */
export interface OpenedSignIn extends HandedSignIn {
  /** Its key in the database, which does not reveal the nonce. */
  readonly answerId: string
  readonly expiresAt: number
  /**
   * What the browser has to bring back after this answer. It is derived from a server key, so the
   * same answer always gets the same one, and no secret is stored.
   */
  continuationFor(answerHash: string): string
}

const VERSION = Buffer.from('mandate sign-in id 1')
const KEY_ID_BYTES = 4
const NONCE_BYTES = 16
const TAG_BYTES = 16
const HEAD_BYTES = KEY_ID_BYTES + NONCE_BYTES

/** Makes an id. URL-safe. */
export function makeSignInId(
  { keys, random }: { readonly keys: KeyRing; readonly random: Random },
  signIn: HandedSignIn,
): string {
  const head = Buffer.concat([Buffer.from(keys.current, 'hex'), random(NONCE_BYTES)])
  const derived = deriveFrom(keys, head)
  if (derived === undefined) throw new Error('The current server key is missing from the key ring.')
  const cipher = createCipheriv('aes-256-gcm', derived.key, derived.iv)
  cipher.setAAD(Buffer.concat([VERSION, head]))
  const text = cipher.update(JSON.stringify(signIn), 'utf8')
  return Buffer.concat([head, text, cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/**
 * Opens an id of any age. Undefined if this server did not make it, or if its key is no longer in
 * use.
 */
export function openSignInId(keys: KeyRing, id: string): OpenedSignIn | undefined {
  const bytes = Buffer.from(id, 'base64url')
  if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes.toString('base64url') !== id) return undefined
  const head = bytes.subarray(0, HEAD_BYTES)
  const derived = deriveFrom(keys, head)
  const text = derived && decrypted(derived, bytes)
  if (derived === undefined || text === undefined) return undefined
  const signIn: HandedSignIn = JSON.parse(text)
  return {
    ...signIn,
    answerId: hash('sha256', head.subarray(KEY_ID_BYTES), 'hex'),
    expiresAt: signIn.startedAt + SECONDS_TO_ANSWER,
    continuationFor: (answerHash) =>
      createHmac('sha256', derived.continuation).update(answerHash).digest('base64url'),
  }
}

/** Whether the sign-in may still be answered. `now` is in seconds since 1970. */
export function isAnswerable({ startedAt, expiresAt }: OpenedSignIn, now: number): boolean {
  // Another node's clock may be slightly ahead. An id from far in the future would live too long.
  return now < expiresAt && startedAt <= now + CLOCKS_APART_SECONDS
}

interface Derived {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  /** The key of the HMAC that makes continuations. */
  readonly continuation: Uint8Array
}

function deriveFrom(keys: KeyRing, head: Buffer): Derived | undefined {
  const secret = keys.secrets.get(head.toString('hex', 0, KEY_ID_BYTES) as KeyId)
  if (secret === undefined) return undefined
  const nonce = head.subarray(KEY_ID_BYTES)
  const bytes = Buffer.from(hkdfSync('sha256', secret, nonce, 'mandate: handed sign-ins', 76))
  return {
    key: bytes.subarray(0, 32),
    iv: bytes.subarray(32, 44),
    continuation: bytes.subarray(44),
  }
}

function decrypted({ key, iv }: Derived, bytes: Buffer): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.concat([VERSION, bytes.subarray(0, HEAD_BYTES)]))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const text = decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES), undefined, 'utf8')
  try {
    return text + decipher.final('utf8')
  } catch {
    return undefined
  }
}
