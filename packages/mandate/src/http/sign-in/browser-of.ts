/**
 * What a way may know about a browser (`ways/way.ts`): enough to recognise it, but not its secret.
 */

import { createHmac, hash } from 'node:crypto'
import type { Browser } from '../../ways/way.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { openSeal, seal } from '../seal.ts'

/**
 * The browser of this request, for the way with this name. Sets a secret if the browser has none.
 */
export function browserOf(
  context: HttpContext,
  { request, reply }: Exchange,
  way: string,
): Browser {
  const { seals } = context
  let derivedBy = seals.current
  const presented = presentedBrowserSecret(context, request)
  const secret = browserSecret(context, request, reply)
  return {
    hash: hash('sha256', secret, 'base64url'),
    network: request.ip,
    seal: (value) => seal(seals, { purpose: 'way', secret }, { way, value }),
    unseal: (sealed) => {
      const opened = openSeal<{ readonly way: string; readonly value: unknown }>(
        seals,
        { purpose: 'way', secret: presented },
        sealed,
      )
      if (opened?.value.way !== way) return undefined
      // What was derived when it was sealed is derived again, also if keys were rotated meanwhile.
      derivedBy = opened.key
      return opened.value.value
    },
    derive: (text) =>
      new Uint8Array(
        createHmac('sha256', derivedBy).update(`derived\n${way}\n${secret}\n${text}`).digest(),
      ),
  }
}
