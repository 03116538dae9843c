import { type Step, step } from '../engine.ts'
import * as queries from '../queries/mailed-links.ts'

/**
 * What a new password ends, in the unit that sets it: all sessions but `keptSession`, every
 * known browser but the one of that session, and every mailed link. Each step does nothing unless the account has this hash, which is new each time.
 */
export function afterNewPassword(
  accountId: string,
  passwordHash: string,
  keptSession = '',
): readonly Step[] {
  const whose = { account_id: accountId, password_hash: passwordHash }
  return [
    step(queries.deleteSessionsAfterPassword, { ...whose, kept: keptSession }),
    step(queries.withdrawLinksAfterPassword, whose),
    step(queries.forgetBrowsersAfterPassword, { ...whose, kept: keptSession }),
  ]
}
