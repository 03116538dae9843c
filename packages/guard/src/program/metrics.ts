/** What Prometheus reads. */

import type { GuardStatistics } from '../statistics.ts'

/** How many answers had a status. */
export type Answered = ReadonlyMap<number, number>

export function exposition(statistics: GuardStatistics, answered: Answered): string {
  const { fromMemory, verified, asked, askedWithoutStream, kept, stream } = statistics
  const statuses = [...answered].map(
    ([status, count]) => `mandate_guard_answers_total{status="${status}"} ${count}`,
  )
  return `${[
    '# HELP mandate_guard_answers_total Answers to the web server, by status.',
    '# TYPE mandate_guard_answers_total counter',
    ...statuses,
    '# HELP mandate_guard_checks_total Tokens that were looked up, by where the answer came from.',
    '# TYPE mandate_guard_checks_total counter',
    `mandate_guard_checks_total{from="memory"} ${fromMemory}`,
    `mandate_guard_checks_total{from="signature"} ${verified}`,
    `mandate_guard_checks_total{from="server"} ${asked}`,
    '# HELP mandate_guard_unvouched_total Of those from the server, the ones while the stream was down.',
    '# TYPE mandate_guard_unvouched_total counter',
    `mandate_guard_unvouched_total ${askedWithoutStream}`,
    '# HELP mandate_guard_kept Answers in memory.',
    '# TYPE mandate_guard_kept gauge',
    `mandate_guard_kept ${kept}`,
    '# HELP mandate_guard_stream_live Whether revocations are heard of.',
    '# TYPE mandate_guard_stream_live gauge',
    `mandate_guard_stream_live ${stream === 'live' ? 1 : 0}`,
  ].join('\n')}\n`
}
