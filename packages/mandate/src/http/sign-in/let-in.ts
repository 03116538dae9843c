/** A mailed link lets the browser in that it was used in: it becomes known to the account. */

import { rememberBrowser } from '../../people/known-browsers.ts'
import type { Account } from '../../store/records.ts'
import { renewBrowserSecret, signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'

/**
 * Signs nobody in. The browser gets a new secret, so that whoever copied the old one is not let in
 * with it; forms that were open in other tabs begin anew. Rejects with `StorageUnavailable`.
 */
export function letBrowserIn(
  context: HttpContext,
  exchange: Exchange,
  account: Account,
): Promise<void> {
  renewBrowserSecret(context, exchange)
  const from = signInOrigin(context, exchange)
  return rememberBrowser(context, { accountId: account.id, way: 'mail', from })
}
