/** The first page of the console: is the service well, and what happens in it? */

import type { Finding } from '../../activity/judge.ts'
import type { FailedJob } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html, type Printable } from '../html.ts'
import { JOBS, jobInWords } from './jobs.ts'
import { type OverviewCharts, overviewCharts } from './overview-charts.ts'
import { linkButton, linkTo, nothing, section, since, table, tag } from './parts.ts'
import { SETUP } from './setup.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { numberInWords, type ShownWindow, timeInWords, windowLinks } from './windows.ts'

const text = consoleWords.overview

export interface EndpointRow {
  readonly group: keyof typeof text.groups
  readonly requests: number
  readonly refused: number
  readonly failed: number
  /** In milliseconds. */
  readonly half: number
  readonly most: number
}

export interface ShownNode {
  readonly id: string
  /** Empty if it did not say. */
  readonly version: string
  readonly startedAt: number
  readonly seenAt: number
}

export interface OverviewProps extends ConsoleProps {
  readonly window: ShownWindow
  /** Null if this server counts nothing. */
  readonly charts: OverviewCharts | null
  readonly findings: readonly Finding[]
  /** The steps of `/console/setup` that are still to do, for who may do them; null for none. */
  readonly setup: { readonly lacksApi: boolean; readonly lacksClient: boolean } | null
  readonly endpoints: readonly EndpointRow[]
  readonly nodes: readonly ShownNode[]
  /** The last ones. */
  readonly failedJobs: readonly FailedJob[]
}

export function overviewPage(props: OverviewProps): string {
  const { window, charts, findings } = props
  return consoleDocument(props, {
    current: 'overview',
    title: text.title,
    actions: windowLinks('/console', window),
    body: html`${unfinished(props)}
${verdict(props)}
${findings.length > 0 && attention(props)}
${charts === null ? html`<p>${text.notCounted}</p>` : overviewCharts(charts, window.current)}
${endpoints(props)}
${nodes(props)}
${failedJobs(props)}`,
  })
}

function unfinished({ setup }: OverviewProps): Html | null {
  if (setup === null) return null
  const { title, lacksBoth, lacksApi, lacksClient, button } = text.unfinished
  const lacks = setup.lacksApi && setup.lacksClient
  return nothing({
    title,
    next: lacks ? lacksBoth : setup.lacksApi ? lacksApi : lacksClient,
    action: linkButton(SETUP, button, { tone: 'main' }),
  })
}

function verdict({ findings }: OverviewProps): Html {
  const bad = findings.filter(({ level }) => level === 'bad')
  const level = bad.length > 0 ? 'bad' : findings.length > 0 ? 'watch' : 'well'
  const reasons = new Set((bad.length > 0 ? bad : findings).map(({ is }) => text.short[is]))
  const sentence = level === 'well' ? text.well : text[level]([...reasons].join(', '))
  return html`<p class="sheet verdict verdict-${level}" role="status"><strong>${sentence}</strong></p>`
}

function attention(props: OverviewProps): Html {
  return section(
    { id: 'attention', title: text.findings },
    html`<ul class="sheet rows findings">
${props.findings.map((finding) => {
  const [what, next, link] = told(props, finding)
  return html`<li><p>${tag(text.levels[finding.level], finding.level === 'bad' ? 'bad' : 'plain')} <strong>${what}</strong></p><p>${next}${link && html` ${link}`}</p></li>\n`
})}</ul>`,
  )
}

/** What it is, what to do, and where to look. */
function told(
  { operator: { permissions } }: OverviewProps,
  finding: Finding,
): readonly [what: string, next: string, link?: Printable] {
  const number = numberInWords
  switch (finding.is) {
    case 'storage_unavailable':
      return [text.storageUnavailable(number(finding.count)), text.storageUnavailableNext]
    case 'turned_away':
      return [text.turnedAway(number(finding.count)), text.turnedAwayNext]
    case 'failing':
      return [text.failing(number(finding.count), number(finding.requests)), text.failingNext]
    case 'slow':
      return [text.slow(timeInWords(finding.milliseconds)), text.slowNext]
    case 'key_missing':
      return [text.keyMissing(finding.keys.join(', '), number(finding.nodes)), text.keyMissingNext]
    case 'node_silent':
      return [text.nodeSilent(number(finding.count)), text.nodeSilentNext]
    case 'versions_differ':
      return [text.versionsDiffer(finding.versions.join(', ')), text.versionsDifferNext]
    case 'replays':
      return [
        text.replays(number(finding.count)),
        text.replaysNext,
        permissions.has('errors:read') &&
          linkTo('/console/refusals?reason=generation_reused', text.seeRefusals),
      ]
    case 'jobs_given_up':
      return [text.jobsGivenUp(number(finding.count)), text.jobsGivenUpNext]
    case 'jobs_failing':
      return [text.jobsFailing(number(finding.count)), text.jobsFailingNext]
    case 'events_given_up':
      return [
        text.eventsGivenUp(number(finding.count), finding.names),
        text.eventsGivenUpNext,
        permissions.has('webhooks:read') && linkTo('/console/webhooks', text.seeWebhooks),
      ]
    case 'endpoint_turned_off':
      return [
        text.endpointTurnedOff(finding.name),
        text.endpointTurnedOffNext,
        permissions.has('webhooks:read') && linkTo('/console/webhooks', text.seeWebhooks),
      ]
    case 'key_old':
      return [
        text.keyOld(finding.kind, finding.id, number(finding.days)),
        text.keyOldNext,
        permissions.has('keys:read') && linkTo('/console/keys', text.seeKeys),
      ]
  }
}

function endpoints({ endpoints, window }: OverviewProps): Html | null {
  if (endpoints.length === 0) return null
  return section(
    {
      id: 'endpoints',
      title: text.endpoints,
      about: text.endpointsAbout(text.inWindow[window.current]),
    },
    table<EndpointRow>(
      text.endpoints,
      [
        { head: text.endpoint, cell: ({ group }) => text.groups[group] },
        { head: text.requests, cell: ({ requests }) => numberInWords(requests), isNumber: true },
        { head: text.refused, cell: ({ refused }) => numberInWords(refused), isNumber: true },
        { head: text.failed, cell: ({ failed }) => numberInWords(failed), isNumber: true },
        { head: text.half, cell: ({ half }) => timeInWords(half), isNumber: true },
        { head: text.most, cell: ({ most }) => timeInWords(most), isNumber: true },
      ],
      endpoints,
    ),
  )
}

function nodes(props: OverviewProps): Html {
  return section(
    { id: 'nodes', title: text.nodes, about: text.nodesAbout },
    props.nodes.length === 0
      ? html`<p>${text.noNodes}</p>`
      : table<ShownNode>(
          text.nodes,
          [
            { head: text.node, cell: ({ id }) => html`<code>${id}</code>` },
            {
              head: text.version,
              cell: ({ version }) => (version === '' ? text.versionUnknown : version),
            },
            { head: text.started, cell: ({ startedAt }) => since(props, startedAt) },
            { head: text.seen, cell: ({ seenAt }) => since(props, seenAt) },
          ],
          props.nodes,
        ),
  )
}

function failedJobs(props: OverviewProps): Html | null {
  if (props.failedJobs.length === 0) return null
  return section(
    {
      ...{ id: 'given-up', title: text.givenUp, about: text.givenUpAbout },
      actions: linkButton(JOBS, text.seeJobs),
    },
    table<FailedJob>(
      text.givenUp,
      [
        { head: text.job, cell: ({ kind }) => jobInWords(kind) },
        { head: text.jobAt, cell: ({ atMs }) => since(props, Math.floor(atMs / 1000)) },
        { head: text.attempts, cell: ({ attempts }) => attempts, isNumber: true },
        { head: text.problem, cell: ({ problem }) => problem },
      ],
      props.failedJobs,
    ),
  )
}
