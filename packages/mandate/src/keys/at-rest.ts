/**
 * The key file encrypted with a passphrase: AES-256-GCM, under a key that scrypt (RFC 7914) makes from
 * the passphrase. The file says how, so that the cost can grow:
 *
 *     { "encrypted": { "kdf": "scrypt", "n": 32768, "r": 8, "p": 1, "salt": …, "nonce": …, "text": … } }
 */

import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto'
import type { Random } from '../time-and-chance.ts'
import { ContentRefused } from './content.ts'

interface Encrypted {
  readonly kdf: 'scrypt'
  readonly n: number
  readonly r: number
  readonly p: number
  /** These three in base64url; the text ends with its tag. */
  readonly salt: string
  readonly nonce: string
  readonly text: string
}

/** 32 MiB, and some 80 ms, for each guess. */
const COST = { n: 32_768, r: 8, p: 1 } as const
/** More would be a way to make a server busy. */
const LARGEST_COST = 2 ** 20
const TAG_BYTES = 16

export function encryptText(text: string, passphrase: string, random: Random): string {
  const [salt, nonce] = [random(16), random(12)]
  const cipher = createCipheriv('aes-256-gcm', keyFrom(passphrase, { ...COST, salt }), nonce)
  const bytes = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  const encrypted: Encrypted = {
    ...{ kdf: 'scrypt', ...COST },
    salt: encoded(salt),
    nonce: encoded(nonce),
    text: encoded(Buffer.concat(bytes)),
  }
  return `${JSON.stringify({ encrypted }, null, 2)}\n`
}

/** Whether a file is encrypted. */
export function isEncrypted(text: string): boolean {
  return encryptedIn(text) !== undefined
}

/**
 * The text of a file, decrypted if it has to be. Throws `ContentRefused` if the passphrase is
 * missing or wrong.
 */
export function plainText(text: string, passphrase: string | null): string {
  const encrypted = encryptedIn(text)
  if (encrypted === undefined) return text
  if (passphrase === null) {
    throw new ContentRefused(
      'is encrypted',
      'give its passphrase in the setting key_passphrase, for example with MANDATE_KEY_PASSPHRASE_FILE.',
    )
  }
  try {
    return decrypted(encrypted, passphrase)
  } catch {
    throw new ContentRefused(
      'cannot be decrypted with the passphrase in the setting key_passphrase',
      'give the one that it was encrypted with, or put the file back from your backup.',
    )
  }
}

function decrypted({ n, r, p, salt, nonce, text }: Encrypted, passphrase: string): string {
  if (n * r * p > LARGEST_COST) throw new RangeError('too dear')
  const bytes = Buffer.from(text, 'base64url')
  const key = keyFrom(passphrase, { n, r, p, salt: Buffer.from(salt, 'base64url') })
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
    authTagLength: TAG_BYTES,
  }).setAuthTag(bytes.subarray(-TAG_BYTES))
  return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

function keyFrom(
  passphrase: string,
  { n, r, p, salt }: Pick<Encrypted, 'n' | 'r' | 'p'> & { readonly salt: Uint8Array },
): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r })
}

function encryptedIn(text: string): Encrypted | undefined {
  if (!text.includes('"encrypted"')) return undefined
  try {
    const { encrypted } = JSON.parse(text)
    const isWhole =
      encrypted?.kdf === 'scrypt' &&
      [encrypted.n, encrypted.r, encrypted.p].every(Number.isSafeInteger) &&
      [encrypted.salt, encrypted.nonce, encrypted.text].every((part) => typeof part === 'string')
    return isWhole ? encrypted : undefined
  } catch {
    return undefined
  }
}

function encoded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
