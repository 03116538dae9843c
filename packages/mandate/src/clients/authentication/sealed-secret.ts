/**
 * The secret of a client that signs with it. Verifying takes the secret itself, so a hash is not
 * enough: it is encrypted with AES-256-GCM, under a key derived from a server key and bound to the
 * client. The database alone signs nothing, and a row copied to another client is useless.
 */

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { KeyRing } from '../../grants/derivation.ts'
import type { KeyId } from '../../grants/grant.ts'
import type { Random } from '../../time-and-chance.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const SHAPE = /^([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/** Under the current key: `<key id>.<nonce, tag and text>`. */
export function sealSecret(
  { keys, random }: { readonly keys: KeyRing; readonly random: Random },
  { clientId, secret }: { readonly clientId: string; readonly secret: string },
): string {
  const key = cipherKey(keys, keys.current)
  if (key === undefined) throw new Error('The current server key is missing from the key ring.')
  const nonce = random(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(clientId))
  const encrypted = [cipher.update(secret, 'utf8'), cipher.final()]
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted])
  return `${keys.current}.${sealed.toString('base64url')}`
}

/** Undefined if its key was retired, or it was not sealed for this client. */
export function openSecret(keys: KeyRing, clientId: string, sealed: string): string | undefined {
  const [, keyId = '', text = ''] = SHAPE.exec(sealed) ?? []
  const key = cipherKey(keys, keyId as KeyId)
  const bytes = Buffer.from(text, 'base64url')
  if (key === undefined || bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(clientId))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const start = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([start, decipher.final()]).toString()
  } catch {
    return undefined
  }
}

function cipherKey({ secrets }: KeyRing, keyId: KeyId): Buffer | undefined {
  const secret = secrets.get(keyId)
  if (secret === undefined) return undefined
  return Buffer.from(hkdfSync('sha256', secret, '', 'mandate: secrets of clients that sign', 32))
}
