/** `/console`: whether the service is well, and what happens in it. */

import { judge, type Observed } from '../../activity/judge.ts'
import { columnsOf, type WindowName, windowNames } from '../../activity/windows.ts'
import { definitions, type Reason } from '../../explanations/reasons.ts'
import { LOGOUT_TOKEN } from '../../facts/logouts.ts'
import { MAIL } from '../../mail/notices.ts'
import { type OverviewProps, overviewPage } from '../../pages/console/overview.ts'
import type { OverviewCharts } from '../../pages/console/overview-charts.ts'
import type { KeyLife, KeyNode } from '../../store/port.ts'
import type { HttpContext } from '../context.ts'
import { readCounts, readEndpoints, readLatency, readStorage, readTotals } from './activity.ts'
import { isByHand } from './endpoint-health.ts'
import { consolePage } from './page.ts'
import { may, sendConsole, type Visit } from './visit.ts'

const FIRST_WINDOW = '24h'
const DAY = 86_400
const HOUR = 3_600
/** More are not worth counting one by one. */
const JOBS_LOOKED_AT = 1_000
const JOBS_SHOWN = 20
const ENDPOINTS_LOOKED_AT = 50

export const overviewInConsole = consolePage({
  path: '/console',
  needs: null,
  show: async (context, visit) => {
    const { store, settings } = context
    const window = windowOf(visit)
    const columns = columnsOf(window, visit.props.now)
    const isCounting = settings.activitySeconds !== 0
    const [charts, endpoints, state, setup] = await Promise.all([
      isCounting ? readCharts(context, columns) : null,
      isCounting ? readEndpoints(store.activity, wholeDays(columns)) : [],
      readState(context, visit.props.now),
      may(visit, 'settings:write') ? readSetup(context) : null,
    ])
    return sendConsole(
      visit,
      overviewPage({
        ...visit.props,
        window: { current: window, all: windowNames },
        ...{ charts, endpoints, setup },
        findings: judge(state.observed),
        nodes: state.nodes,
        failedJobs: state.failedJobs.slice(0, JOBS_SHOWN),
      }),
    )
  },
})

/** The time that the address asks for. */
export function windowOf({ query }: Pick<Visit, 'query'>): WindowName {
  const asked = query.one('time')
  return windowNames.find((name) => name === asked) ?? FIRST_WINDOW
}

/** For totals of several days, whole days are near enough, and a fraction of the rows. */
function wholeDays({ span, since, until }: ReturnType<typeof columnsOf>) {
  const isLong = until - since > 2 * DAY
  return isLong
    ? ({ span: 'day', since: since - (since % DAY), until } as const)
    : { span, since, until }
}

async function readCharts(
  { store: { activity } }: HttpContext,
  columns: ReturnType<typeof columnsOf>,
): Promise<OverviewCharts> {
  const counts = (kind: string) => readCounts(activity, columns, kind)
  const [signIns, tokens, introspections, redemptions, refusals, latency, storage] =
    await Promise.all([
      counts('sign_in'),
      counts('issued'),
      counts('introspection'),
      counts('redemption'),
      counts('refusal'),
      readLatency(activity, columns),
      readStorage(activity, columns),
    ])
  return {
    ...{ columns, signIns, tokens, introspections, redemptions, refusals, latency, storage },
    reasons: new Map([...refusals.keys()].map((reason) => [reason, titleOf(reason)])),
  }
}

/** A reason in words. Another version of the program may have counted one that is unknown here. */
export function titleOf(reason: string): string {
  return Object.hasOwn(definitions, reason) ? definitions[reason as Reason].title : reason
}

async function readState({ store }: HttpContext, now: number) {
  const hour = now - (now % HOUR)
  const lately = { span: 'hour', since: hour - HOUR, until: hour + HOUR } as const
  const day = { span: 'hour', since: hour - DAY + HOUR, until: hour + HOUR } as const
  const [endpoints, trouble, tokenLatency, redemptions] = await Promise.all([
    readEndpoints(store.activity, lately),
    readTotals(store.activity, lately, 'trouble'),
    readTotals(store.activity, lately, 'latency.token'),
    readTotals(store.activity, day, 'redemption'),
  ])
  const [lives, nodes, failedJobs, receivers, ...waiting] = await Promise.all([
    store.keys.list(),
    store.keys.listNodes(),
    store.jobs.listFailed(JOBS_LOOKED_AT),
    readReceivers({ store }),
    store.jobs.tally(MAIL),
    store.jobs.tally(LOGOUT_TOKEN),
  ])
  const inUse = lives.filter(isInUse)
  const observed: Observed = {
    now,
    lately: {
      storageUnavailable: trouble.get('storage_unavailable') ?? 0,
      turnedAway: trouble.get('turned_away') ?? 0,
      requests: endpoints.reduce((sum, { requests }) => sum + requests, 0),
      failed: endpoints.reduce((sum, { failed }) => sum + failed, 0),
      tokenLatency,
    },
    replays: redemptions.get('replay_revoked') ?? 0,
    nodes: nodes.map((node) => ({ ...node, lacks: lackedBy(node, inUse) })),
    keys: inUse.map(({ id, slot, activeAt }) => ({ id, kind: slot, since: activeAt ?? now })),
    jobs: {
      givenUp: failedJobs.length,
      failing: waiting.reduce((sum, { failedOnce }) => sum + failedOnce, 0),
    },
    endpoints: receivers,
  }
  return { observed, nodes, failedJobs }
}

/** Webhooks, and the receivers of security events that are pushed. */
async function readReceivers({ store: { endpoints } }: Pick<HttpContext, 'store'>) {
  const page = { limit: ENDPOINTS_LOOKED_AT }
  const lists = await Promise.all([
    endpoints.list('webhook', page),
    endpoints.list('security_events', page),
  ])
  return Promise.all(
    lists
      .flatMap(({ rows }) => rows)
      .map(async ({ id, name, disabledBecause }) => ({
        name: name === '' ? id : name,
        dead: (await endpoints.tallyDeliveries(id)).dead,
        isTurnedOff: disabledBecause !== null && !isByHand(disabledBecause),
      })),
  )
}

/** Which steps of `/console/setup` are still to do; null if there are none. */
async function readSetup({ store }: HttpContext): Promise<OverviewProps['setup']> {
  const [apis, clients] = await Promise.all([
    store.resources.list({ limit: 1 }),
    store.clients.list({ limit: 1 }),
  ])
  const [lacksApi, lacksClient] = [apis.rows.length === 0, clients.rows.length === 0]
  return lacksApi || lacksClient ? { lacksApi, lacksClient } : null
}

function isInUse({ activeAt, retiringAt, retiredAt }: KeyLife): boolean {
  return activeAt !== null && retiringAt === null && retiredAt === null
}

function lackedBy({ holds }: KeyNode, inUse: readonly KeyLife[]): readonly string[] {
  return inUse.filter(({ id }) => !holds.includes(id)).map(({ id }) => id)
}
