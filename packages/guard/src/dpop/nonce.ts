/**
 * The nonces of RFC 9449 §9. They are derived from the API's secret and the time, so all processes of
 * an API know each other's, and nothing is stored. A nonce is good for two to four minutes.
 */

import { createHmac, hkdfSync } from 'node:crypto'

const PERIOD_MS = 120_000

export interface Nonces {
  current(): string
  /** When the nonce stops being accepted, in milliseconds since 1970; undefined if it is not accepted. */
  endOf(nonce: string): number | undefined
}

/** `clock` returns milliseconds since 1970. */
export function createNonces(secret: string, clock: () => number): Nonces {
  const key = Buffer.from(hkdfSync('sha256', secret, '', '@mandate/guard: DPoP nonces', 32))
  const period = () => Math.floor(clock() / PERIOD_MS)
  const nonceOf = (one: number) =>
    createHmac('sha256', key).update(String(one)).digest('base64url').slice(0, 32)
  return {
    current: () => nonceOf(period()),
    endOf(nonce) {
      const now = period()
      // One of the next period comes from a process whose clock is ahead.
      const found = [now, now - 1, now + 1].find((one) => nonceOf(one) === nonce)
      return found === undefined ? undefined : (found + 2) * PERIOD_MS
    },
  }
}
