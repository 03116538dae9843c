/** The handlers of jobs, one entry per kind. */

import { MAIL } from '../mail/notices.ts'
import type { JobHandler } from './job.ts'
import { createLogoutHandlers, type LogoutContext } from './logout-jobs.ts'
import { createMailHandler, type MailContext } from './mail-jobs.ts'

/** Handlers that are looked up anew for each job, since new settings make new ones. */
export function inTurn(
  current: () => ReadonlyMap<string, JobHandler>,
): ReadonlyMap<string, JobHandler> {
  const entries = [...current().keys()].map((kind): [string, JobHandler] => [
    kind,
    async (job, handing) => {
      const handler = current().get(kind)
      if (handler === undefined) throw new Error(`Nothing does jobs of the kind ${kind} any more.`)
      await handler(job, handing)
    },
  ])
  return new Map(entries)
}

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
