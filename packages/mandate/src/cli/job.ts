/** `mandate job …`: work that was given up, such as mails, and trying it again. */

import type { Command } from 'commander'
import { jobDocument } from '../documents/job.ts'
import { retryJob, retryJobs } from '../operations/jobs.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  OPERATOR,
  UsageRefused,
  wholeNumber,
} from './command.ts'
import { withData } from './data-directory.ts'
import { jobsText, noSuchJob, retriedText } from './shown/jobs.ts'

interface ListOptions extends CommandOptions {
  readonly kind?: string
  readonly limit: string
}

export interface RetryOptions {
  readonly all?: true
  readonly kind?: string
}

export function addJobCommands(program: Command, context: CommandContext): void {
  const job = addGroup(
    program,
    'job',
    'List work that was given up, such as mails, and try it again',
  )

  addCommand(job, 'list', 'List the jobs that were given up, latest first')
    .option('--kind <kind>', 'only those of this kind, such as mail')
    .option('--limit <number>', 'how many at most', '50')
    .action((options: ListOptions) => {
      const limit = wholeNumber('--limit', options.limit, { from: 1, to: 1000 })
      return withData(context, options, async ({ store }) => {
        const failed = await store.jobs.listFailed(limit, { kind: options.kind })
        const json = failed.map(jobDocument)
        answer(context, options, { json, text: jobsText(context.terminal.style, json, options) })
      })
    })

  addCommand(job, 'retry [job_id]', 'Try a job again as if for the first time, or all of them')
    .option('--all', 'all that were given up')
    .option('--kind <kind>', 'all of this kind')
    .action((id: string | undefined, options: RetryOptions & CommandOptions) => {
      const which = retriedIn(id, options)
      return withData(context, options, async (data) => {
        if ('kind' in which) {
          const { count } = await retryJobs(data, OPERATOR, which)
          answer(context, options, { json: { retried: count }, text: retriedText(count) })
          return
        }
        const { is } = await retryJob(data, OPERATOR, which)
        if (is === 'no_such_job') throw noSuchJob(which.id, options)
        const json = { job_id: which.id, retried: true }
        answer(context, options, { json, text: retriedText(1) })
      })
    })
}

/** Throws `UsageRefused`. */
export function retriedIn(
  id: string | undefined,
  { all, kind }: RetryOptions,
): { readonly id: string } | { readonly kind: string | undefined } {
  const given = [id !== undefined, all === true, kind !== undefined].filter(Boolean)
  if (given.length !== 1) throw new UsageRefused('Give a job_id, --kind or --all, and only one')
  return id === undefined ? { kind } : { id }
}
