/** The handlers of jobs, one entry per kind. */

import { MAIL } from '../mail/notices.ts'
import type { JobHandler } from './job.ts'
import { createLogoutHandlers, type LogoutContext } from './logout-jobs.ts'
import { createMailHandler, type MailContext } from './mail-jobs.ts'

/** Only the kinds that these settings ask for. */
export function jobHandlersFor(
  context: MailContext & LogoutContext,
): ReadonlyMap<string, JobHandler> {
  const mail = createMailHandler(context)
  return new Map([
    ...(mail === undefined ? [] : [[MAIL, mail] as const]),
    ...createLogoutHandlers(context),
  ])
}
