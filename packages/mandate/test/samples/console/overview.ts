import { judge } from '../../../src/activity/judge.ts'
import { columnsOf, type WindowName, windowNames } from '../../../src/activity/windows.ts'
import type { OverviewProps } from '../../../src/pages/console/overview.ts'
import type { OverviewCharts } from '../../../src/pages/console/overview-charts.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner } from './operators.ts'

/** Numbers that rise and fall with the day, the same in every run. */
function counts(columns: number, size: number, shift = 0): readonly number[] {
  return Array.from({ length: columns }, (_, place) => {
    const wave = 1 + Math.sin((place + shift) / 3.8) + 0.3 * Math.sin((place + shift) * 2.3)
    return Math.max(0, Math.round((size * wave) / 2))
  })
}

function chartsOf(window: WindowName, size: number): OverviewCharts {
  const columns = columnsOf(window, now)
  const many = columns.begins.length
  const some = (share: number, shift = 0) => counts(many, size * share, shift)
  return {
    columns,
    signIns: new Map([
      ['done', some(0.1)],
      ['wrong_credentials', some(0.02, 2)],
      ['second_factor', some(0.004, 5)],
      ['wait', some(0.003, 9)],
    ]),
    tokens: new Map([
      ['refresh_token', some(1)],
      ['authorization_code', some(0.1, 1)],
      ['client_credentials', some(0.2, 4)],
      ['urn:ietf:params:oauth:grant-type:token-exchange', some(0.05, 6)],
    ]),
    introspections: new Map([
      ['active', some(4)],
      ['inactive', some(0.3, 3)],
    ]),
    redemptions: new Map([
      ['advanced', some(1)],
      ['repeated', some(0.01, 1)],
      ['converged', some(0.005, 3)],
      ['replay_revoked', some(0.001, 8)],
    ]),
    refusals: new Map(
      Array.from({ length: 9 }, (_, place) => [`reason_${place}`, some(0.02 / (place + 1), place)]),
    ),
    reasons: new Map([
      ['reason_0', 'Redirect URI is not registered'],
      ['reason_1', 'Wrong client secret'],
      ['reason_2', 'Refresh token used twice'],
    ]),
    latency: {
      half: some(0.004).map((value) => (value === 0 ? null : value)),
      most: some(0.012, 1).map((value) => (value === 0 ? null : value + 3)),
      nearly: some(0.03, 2).map((value) => (value === 0 ? null : value + 9)),
      whole: { half: 3, most: 12 },
    },
    storage: columns.begins.map((_, place) =>
      place < many / 4 ? null : 1_400_000_000 + place * 9_000_000,
    ),
  }
}

const lately = {
  ...{ storageUnavailable: 0, turnedAway: 0, requests: 8_400, failed: 0 },
  tokenLatency: new Map([['3', 100]]),
}
const observed = {
  now,
  lately,
  replays: 0,
  nodes: [],
  keys: [],
  jobs: { givenUp: 0, failing: 0 },
  endpoints: [],
}

const plain: Sample<OverviewProps> = {
  ...owner,
  window: { current: '24h', all: windowNames },
  charts: chartsOf('24h', 4_000),
  findings: [],
  endpoints: [
    { group: 'token', requests: 98_412, refused: 1_204, failed: 0, half: 3, most: 12 },
    { group: 'introspection', requests: 412_877, refused: 3, failed: 0, half: 1, most: 3 },
    { group: 'sign_in', requests: 9_210, refused: 412, failed: 2, half: 35, most: 250 },
    {
      ...{ group: 'other', requests: 12, refused: 11, failed: 1 },
      ...{ half: 2_500, most: Number.POSITIVE_INFINITY },
    },
  ],
  nodes: [
    {
      ...{ id: '3c1f0a9be4d27715.4121.9f0e1d2c3b4a5968', version: '0.1.0' },
      ...{ startedAt: now - 9 * DAY, seenAt: now - 4 },
    },
    {
      ...{ id: '3c1f0a9be4d27715.4122.00aa11bb22cc33dd', version: '0.1.0' },
      ...{ startedAt: now - 9 * DAY, seenAt: now - 11 },
    },
  ],
  failedJobs: [],
  setup: null,
}

const failing: Sample<OverviewProps> = {
  ...plain,
  findings: judge({
    now,
    lately: {
      ...{ storageUnavailable: 1_204, turnedAway: 1, requests: 8_400, failed: 1_405 },
      tokenLatency: new Map([['2500', 100]]),
    },
    replays: 3,
    nodes: [
      { version: '0.1.0', seenAt: now - 4, lacks: ['a0b1c2d3', '00ff00ff'] },
      { version: '0.2.0', seenAt: now - 400, lacks: [] },
    ],
    keys: [{ id: 'a0b1c2d3', kind: 'token', since: now - 400 * DAY }],
    jobs: { givenUp: 2, failing: 14 },
    endpoints: [
      { name: 'CRM', dead: 1_204, isTurnedOff: false },
      { name: hostile, dead: 3, isTurnedOff: true },
    ],
  }),
  failedJobs: [
    { id: 'j1', kind: 'mail', atMs: (now - 3_600) * 1000, attempts: 9, problem: hostile },
    { id: 'j2', kind: 'logout_token', atMs: (now - DAY) * 1000, attempts: 12, problem: long },
  ],
}

const nothing: OverviewCharts = {
  ...chartsOf('24h', 0),
  ...{ signIns: new Map(), tokens: new Map(), introspections: new Map() },
  ...{
    redemptions: new Map(),
    refusals: new Map(),
    storage: chartsOf('24h', 0).storage.map(() => null),
  },
  latency: {
    ...chartsOf('24h', 0).latency,
    whole: null,
  },
}

export const overviews: Readonly<Record<string, Sample<OverviewProps>>> = {
  plain,
  failing,
  'to look at': {
    ...plain,
    findings: judge({ ...observed, replays: 1, jobs: { givenUp: 1, failing: 0 } }),
  },
  'just started': {
    ...plain,
    ...{ charts: nothing, endpoints: [], nodes: [] },
    setup: { lacksApi: true, lacksClient: true },
  },
  'without an app': { ...plain, setup: { lacksApi: false, lacksClient: true } },
  'seven days': {
    ...plain,
    window: { current: '7d', all: windowNames },
    charts: chartsOf('7d', 90_000),
  },
  'ninety days, as auditor': {
    ...plain,
    ...as('auditor'),
    window: { current: '90d', all: windowNames },
    charts: chartsOf('90d', 1_900_000),
  },
  'counting nothing': { ...plain, charts: null, endpoints: [] },
}
