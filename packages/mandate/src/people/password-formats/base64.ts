/** The Base64 variants used for salts and hashes. */

/**
 * `padded` is RFC 4648 §4. `bare` is without padding, as in PHC strings. `passlib` is bare, with a
 * dot for the plus sign.
 */
export type Dialect = 'padded' | 'bare' | 'passlib'

/**
 * The bytes, or undefined if the text is not their canonical encoding: another alphabet, or stray
 * bits in the last character.
 */
export function decodeBase64(text: string, dialect: Dialect): Uint8Array | undefined {
  const bytes = Buffer.from(dialect === 'passlib' ? text.replaceAll('.', '+') : text, 'base64')
  return encodeBase64(bytes, dialect) === text ? bytes : undefined
}

export function encodeBase64(bytes: Uint8Array, dialect: Dialect): string {
  const padded = Buffer.from(bytes).toString('base64')
  if (dialect === 'padded') return padded
  const bare = padded.replace(/=+$/, '')
  return dialect === 'bare' ? bare : bare.replaceAll('+', '.')
}
