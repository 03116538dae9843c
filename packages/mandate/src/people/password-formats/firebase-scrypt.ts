/**
 * Firebase's scrypt: the derived key encrypts the project's signer key (AES-256-CTR), and the result
 * is the hash. Accepted: `$firescrypt$ln=…,r=…,p=1$salt$hash$separator$signer key`, the last four in
 * padded Base64, as Ory Kratos writes it. The import also takes what Firebase exports, as JSON.
 *
 * The signer key and the separator are the same for all users of a project. They are stored in
 * every hash, so that a hash can be verified without a setting, and disappear when the hash is
 * replaced.
 */

import { createCipheriv, timingSafeEqual } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import { NUMBER, type PasswordFormat } from './format.ts'
import { computeScrypt, scryptProblem } from './scrypt.ts'

const KEY_BYTES = 32

const FIRESCRYPT = new RegExp(
  `^\\$firescrypt\\$ln=${NUMBER},r=${NUMBER},p=${NUMBER}\\$([^$]+)\\$([^$]+)\\$([^$]*)\\$([^$]+)$`,
)

export const firebaseScryptFormat: PasswordFormat = {
  read(text) {
    if (!text.startsWith('$firescrypt$')) return undefined
    const [, ln, r, p, ...parts] = FIRESCRYPT.exec(text) ?? []
    const [salt, hash, separator, signerKey] = parts.map((part) => decodeBase64(part, 'padded'))
    if (!salt || salt.length < 4 || !hash || !separator || !signerKey) return 'malformed'
    if (signerKey.length < KEY_BYTES || hash.length !== signerKey.length) return 'malformed'
    const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) }
    const problem = scryptProblem(cost)
    if (problem !== undefined) return problem
    return {
      work: `firescrypt ${ln} ${r} ${p}`,
      async matches(password) {
        const made = { ...cost, salt: Buffer.concat([salt, separator]), length: KEY_BYTES }
        const key = await computeScrypt(password, made)
        const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
        return timingSafeEqual(Buffer.concat([cipher.update(signerKey), cipher.final()]), hash)
      },
    }
  },
}

/**
 * The `passwordHash` and `salt` of a user from `firebase auth:export` and the project's password
 * hash parameters from the console, in one JSON object. Firebase exports URL-safe Base64.
 */
export function fromFirebase(exported: Readonly<Record<string, unknown>>): string | undefined {
  const texts = ['salt', 'passwordHash', 'base64_salt_separator', 'base64_signer_key'].map(
    (name) => exported[name],
  )
  const { mem_cost: memory, rounds } = exported
  if (!Number.isInteger(memory) || !Number.isInteger(rounds)) return undefined
  if (!texts.every((text) => typeof text === 'string')) return undefined
  const parts = texts.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'))
  return ['', 'firescrypt', `ln=${memory},r=${rounds},p=1`, ...parts].join('$')
}
