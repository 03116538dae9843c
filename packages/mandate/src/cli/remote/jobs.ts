/** `mandate job …` against a server elsewhere. */

import { wholeNumber } from '../command.ts'
import { type RetryOptions, retriedIn } from '../job.ts'
import { type JobDocument, jobsText, noSuchJob, retriedText } from '../shown/jobs.ts'
import { NotThere, segment } from './admin-api.ts'
import type { RemoteCommand } from './remote-command.ts'
import { textOf } from './which.ts'

export const jobCommands: Readonly<Record<string, RemoteCommand>> = {
  'job list': async ({ api, context, options }) => {
    const limit = wholeNumber('--limit', textOf(options['limit']) ?? '50', { from: 1, to: 1000 })
    const json = await api.list('/failed-jobs', { kind: textOf(options['kind']) }, limit)
    const shown = json as unknown as readonly JobDocument[]
    return { json, text: jobsText(context.terminal.style, shown, options) }
  },
  'job retry': async ({ api, args, options }) => {
    const which = retriedIn(args[0], options as RetryOptions)
    if ('kind' in which) {
      const { kind } = which
      const body = kind === undefined ? {} : { kind }
      const json = await api.act('POST', '/failed-jobs/retry', body)
      return { json, text: retriedText(Number(json['retried'])) }
    }
    try {
      const json = await api.act('POST', `/failed-jobs/${segment(which.id)}/retry`)
      return { json, text: retriedText(1) }
    } catch (error) {
      throw error instanceof NotThere ? noSuchJob(which.id, options) : error
    }
  },
}
