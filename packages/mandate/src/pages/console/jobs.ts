/** Work that was given up, such as mails, and the buttons that try it again. */

import type { FailedJob } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { selectField } from './form-fields.ts'
import { actButton, filters, linkButton, nothing, pager, since, table } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.jobs
const kinds = consoleWords.overview.jobs

export const JOBS = '/console/jobs'
export type JobKind = keyof typeof kinds
export const jobKinds = Object.keys(kinds) as readonly JobKind[]

export interface JobsProps extends ConsoleProps {
  readonly jobs: readonly FailedJob[]
  /** Null for every kind. */
  readonly kind: JobKind | null
  readonly first: string | null
  readonly next: string | null
  readonly canRetry: boolean
}

export function jobsPage(props: JobsProps): string {
  const { jobs, kind, first, next, canRetry } = props
  const isFiltered = kind !== null
  const empty = isFiltered
    ? { title: text.noneOfKind, next: text.noneOfKindNext }
    : { title: text.none, next: text.noneNext }
  return consoleDocument(props, {
    current: 'jobs',
    title: text.title,
    actions: canRetry && jobs.length > 0 && linkButton(`${JOBS}/retry`, text.retryAll),
    body: html`<p class="soft">${text.about}</p>
${(jobs.length > 0 || isFiltered) && search(kind)}
${jobs.length > 0 ? list(props) : nothing(empty)}
${pager({ first, next })}`,
  })
}

function search(kind: JobKind | null): Html {
  return filters(JOBS, {
    fields: selectField({ id: 'kind', label: text.kind, chosen: kind ?? '' }, [
      ['', text.everyKind],
      ...jobKinds.map((one) => [one, kinds[one]] as const),
    ]),
    all: kind === null ? null : JOBS,
  })
}

function list(props: JobsProps): Html {
  return table<FailedJob>(
    text.caption,
    [
      { head: text.kind, cell: ({ kind }) => jobInWords(kind) },
      { head: text.when, cell: ({ atMs }) => since(props, Math.floor(atMs / 1000)) },
      { head: text.attempts, cell: ({ attempts }) => attempts, isNumber: true },
      { head: text.problem, cell: ({ problem }) => problem },
      {
        head: '',
        cell: ({ id, kind }) =>
          props.canRetry &&
          actButton(props, {
            action: `${JOBS}/${encodeURIComponent(id)}/retry`,
            ...{ label: text.retry, about: `${jobInWords(kind)} ${id}` },
          }),
      },
    ],
    props.jobs,
  )
}

/** A kind that this version does not know is shown as it is. */
export function jobInWords(kind: string): string {
  return Object.hasOwn(kinds, kind) ? kinds[kind as JobKind] : kind
}
