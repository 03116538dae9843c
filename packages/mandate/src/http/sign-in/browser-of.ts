/**
 * What a way may know about a browser (`ways/way.ts`): enough to recognise it, but not its secret.
 */

import { createHmac, hash } from 'node:crypto'
import type { Browser } from '../../ways/way.ts'
import { browserSecret, presentedBrowserSecret } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { seal, unseal } from '../seal.ts'

/**
 * The browser of this request, for the way with this name. Sets a secret if the browser has none.
 */
export function browserOf(
  context: HttpContext,
  { request, reply }: Exchange,
  way: string,
): Browser {
  const { sealingKey } = context
  const presented = presentedBrowserSecret(context, request)
  const secret = browserSecret(context, request, reply)
  return {
    hash: hash('sha256', secret, 'base64url'),
    network: request.ip,
    seal: (value) => seal(sealingKey, { purpose: 'way', secret }, { way, value }),
    unseal: (sealed) => {
      const content = unseal<{ readonly way: string; readonly value: unknown }>(
        sealingKey,
        { purpose: 'way', secret: presented },
        sealed,
      )
      return content?.way === way ? content.value : undefined
    },
    derive: (text) =>
      new Uint8Array(
        createHmac('sha256', sealingKey).update(`derived\n${way}\n${secret}\n${text}`).digest(),
      ),
  }
}
