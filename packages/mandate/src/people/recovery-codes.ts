/**
 * Recovery codes: the second factor of a person who has lost their phone. Ten codes of 80 random
 * bits, each good once. Only a hash of each is stored, with the account in it. So many bits need no
 * slow hash.
 */

import { hash } from 'node:crypto'
import type { RecoveryCode } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'

const CODES = 10
const CODE_BYTES = 10
/** Crockford's base32: no I, L, O or U. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** New codes, as they are shown once, and what to store of them. `at` in seconds since 1970. */
export function newRecoveryCodes(
  random: Random,
  { accountId, at }: { readonly accountId: string; readonly at: number },
): { readonly shown: readonly string[]; readonly stored: readonly RecoveryCode[] } {
  const codes = Array.from({ length: CODES }, () => spelled(random(CODE_BYTES)))
  return {
    shown: codes.map((code) => code.replace(/.{4}(?=.)/g, '$&-')),
    stored: codes.map((code) => ({
      ...{ id: recoveryCodeId(accountId, code), accountId },
      ...{ createdAt: at, usedAt: null },
    })),
  }
}

/**
 * A typed code without hyphens and spaces, and with letters that look like digits read as those;
 * undefined if it cannot be one.
 */
export function readRecoveryCode(typed: string): string | undefined {
  const code = typed
    .toLowerCase()
    .replace(/[\s\-\u2010-\u2015]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
  return code.length === CODE_BYTES * 1.6 && /^[0-9a-hjkmnp-tv-z]+$/.test(code) ? code : undefined
}

/** The id of the code's row. */
export function recoveryCodeId(accountId: string, code: string): string {
  return hash('sha256', `recovery code\n${accountId}\n${code}`, 'hex')
}

function spelled(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{5}/g, (five) => LETTERS.charAt(Number.parseInt(five, 2)))
}
