/** The checks of `mandate doctor`, with what to do about each problem. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { copyable, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { numberInWords } from './windows.ts'

const text = consoleWords.health

export interface HealthCheck {
  readonly name: string
  /** Whether it is in order; with `notice`, there is something to know all the same. */
  readonly ok: boolean
  readonly notice?: boolean
  readonly message: string
  readonly remedy?: string | undefined
}

export interface HealthProps extends ConsoleProps {
  /** Null if this server cannot make them. */
  readonly checks: readonly HealthCheck[] | null
}

type Result = keyof typeof text.results
/** The worst first. */
const RESULTS: readonly Result[] = ['problem', 'notice', 'ok']

export function healthPage(props: HealthProps): string {
  const { checks } = props
  return consoleDocument(props, {
    current: 'health',
    title: text.title,
    body:
      checks === null
        ? html`<p>${text.unavailable} ${copyable(text.moreCommand)}</p>`
        : html`<p class="soft">${text.about}</p>
${verdict(checks)}
${list(checks)}
<p class="soft">${text.more} ${copyable(text.moreCommand)}</p>`,
  })
}

function verdict(checks: readonly HealthCheck[]): Html {
  const count = (result: Result) => checks.filter((check) => resultOf(check) === result).length
  const [problems, notices] = [count('problem'), count('notice')]
  const level = problems > 0 ? 'bad' : notices > 0 ? 'watch' : 'well'
  const sentence =
    problems > 0
      ? text.problems(numberInWords(problems))
      : notices > 0
        ? text.notices(numberInWords(notices))
        : text.well(numberInWords(checks.length))
  return html`<p class="sheet verdict verdict-${level}" role="status"><strong>${sentence}</strong></p>`
}

function list(checks: readonly HealthCheck[]): Html {
  const tones = { problem: 'bad', notice: 'plain', ok: 'good' } as const
  const sorted = checks.toSorted(
    (one, other) => RESULTS.indexOf(resultOf(one)) - RESULTS.indexOf(resultOf(other)),
  )
  return table<HealthCheck>(
    text.caption,
    [
      { head: text.check, cell: ({ name }) => name },
      {
        head: text.result,
        cell: (check) => tag(text.results[resultOf(check)], tones[resultOf(check)]),
      },
      {
        head: text.found,
        cell: ({ message, remedy }) =>
          html`<p>${message}</p>${remedy !== undefined && html`<p class="soft">${text.remedy}: ${remedy}</p>`}`,
      },
    ],
    sorted,
  )
}

function resultOf({ ok, notice = false }: HealthCheck): Result {
  if (!ok) return 'problem'
  return notice ? 'notice' : 'ok'
}
