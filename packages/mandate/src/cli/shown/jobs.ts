/** Jobs that were given up, as commands show them. */

import type { jobDocument } from '../../documents/job.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

export type JobDocument = ReturnType<typeof jobDocument>

export function jobsText(
  style: Style,
  jobs: readonly JobDocument[],
  options: CommandOptions,
): string {
  const rows = jobs.map((one) => [
    ...[one.job_id, one.kind, String(one.attempts), moment(one.failed_at), printable(one.problem)],
  ])
  return rows.length > 0
    ? `${table(style, ['JOB', 'KIND', 'TRIES', 'GIVEN UP (UTC)', 'PROBLEM'], rows)}\n\nOnce the cause is mended, try them again:\n\n  ${nextCommand(options, 'job retry --all')}`
    : 'No job was given up.'
}

export function retriedText(count: number): string {
  return count === 1 ? 'The job is tried again.' : `${count} jobs are tried again.`
}

export function noSuchJob(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `No job ${printable(id)} was given up; list those that were with: ${nextCommand(options, 'job list')}`,
  )
}
