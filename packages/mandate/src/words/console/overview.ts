/** The overview: whether the service is well, and what happens in it. */

import { isolated } from './isolated.ts'

const count = (number: string, one: string, many = `${one}s`) =>
  `${number} ${number === '1' ? one : many}`

export const overview = {
  title: 'Overview',
  well: 'All is well.',
  watch: (reasons: string) => `The service works, but something needs attention: ${reasons}.`,
  bad: (reasons: string) => `Something is wrong: ${reasons}.`,
  /** For the sentence at the top. */
  short: {
    storage_unavailable: 'the database does not always answer',
    turned_away: 'requests are turned away',
    failing: 'requests fail',
    slow: 'token requests are slow',
    key_missing: 'a process lacks a key',
    node_silent: 'a process stopped reporting',
    versions_differ: 'processes run different versions',
    replays: 'replays were caught',
    jobs_given_up: 'jobs were given up',
    jobs_failing: 'jobs fail and are tried again',
    events_given_up: 'events were not delivered',
    endpoint_turned_off: 'a receiver of events was turned off',
    key_old: 'a key is old',
  },
  unfinished: {
    title: 'Finish setting up this server',
    lacksBoth:
      'There is no API and no app yet, so nobody can sign in to anything. Two short forms change that.',
    lacksApi: 'There is no API yet. Add the first one, so that apps have something to call.',
    lacksClient: 'There is no app yet. Add the first one, so that people can sign in to it.',
    button: 'Go on with the setup',
  },
  notCounted: 'This server counts nothing, because activity_seconds is 0.',
  findings: 'What needs attention',
  levels: { bad: 'Failing', watch: 'Warning' },

  storageUnavailable: (number: string) =>
    `The database did not answer ${count(number, 'request')} in the last two hours.`,
  storageUnavailableNext:
    'Clients got 503 and try again; no token was lost. Look at the database server and its log.',
  turnedAway: (number: string) =>
    `${count(number, 'request')} got 503 in the last two hours, because too many were in flight.`,
  turnedAwayNext: 'Give the server more workers or nodes, or find out who sends so much.',
  failing: (number: string, all: string) =>
    `${number} of ${count(all, 'request')} failed in the last two hours.`,
  failingNext: 'The log of the server has each of them, at the level “error”.',
  slow: (time: string) =>
    `The slowest token requests of the last two hours (1 of 20) took about ${time} or more.`,
  slowNext: 'Look at the load of the machine, and at how long the database takes to answer.',
  keyMissing: (keys: string, nodes: string) =>
    `${count(nodes, 'process', 'processes')} ${nodes === '1' ? 'does' : 'do'} not hold the key ${keys}, which is in use.`,
  keyMissingNext:
    'Copy keys.json from a server that has the key. The processes read it without a restart.',
  nodeSilent: (number: string) => `${count(number, 'process', 'processes')} stopped reporting.`,
  nodeSilentNext:
    'A process that was killed disappears from this page after a minute. One that stays is stuck: restart it.',
  versionsDiffer: (versions: string) => `The processes run different versions: ${versions}.`,
  versionsDifferNext: 'This is normal during an upgrade. Bring the others to the newest version.',
  replays: (number: string) =>
    `${count(number, 'replay was', 'replays were')} caught in the last 24 hours: a refresh token or code was used a second time, so its grant was ended.`,
  replaysNext: 'Either a client does not keep its newest token, or a token was stolen.',
  jobsGivenUp: (number: string) =>
    `${count(number, 'job was', 'jobs were')} given up. A job is a mail or a logout notice to an app.`,
  jobsGivenUpNext:
    'The reasons are at the end of this page. Once the cause is mended, try them again.',
  jobsFailing: (number: string) => `${count(number, 'job')} failed and will be tried again.`,
  jobsFailingNext: 'If mail does not arrive, try: mandate mail test ADDRESS',
  eventsGivenUp: (number: string, names: readonly string[]) =>
    `${count(number, 'event was', 'events were')} not delivered: ${names.map(isolated).join(', ')}.`,
  eventsGivenUpNext:
    'Mend the receiver, then send them again. “mandate stream list” shows the receivers of security events.',
  endpointTurnedOff: (name: string) =>
    `Nothing is sent to ${isolated(name)} any more: it failed for too long, so it was turned off.`,
  endpointTurnedOffNext: 'Mend the receiver, try it with a test, then turn it on.',
  keyOld: (kind: string, id: string, days: string) =>
    `The ${kind} key ${id} has been in use for ${days} days.`,
  keyOldNext: 'Replace it before it is a year old. Nobody is signed out by that.',
  seeRefusals: 'See the refused requests',
  seeKeys: 'See the keys',
  seeWebhooks: 'See the webhooks',
  seeHealth: 'All checks',

  windows: 'Time shown',
  windowNames: { '24h': '24 hours', '7d': '7 days', '30d': '30 days', '90d': '90 days' },
  inWindow: {
    '24h': 'in the last 24 hours',
    '7d': 'in the last 7 days',
    '30d': 'in the last 30 days',
    '90d': 'in the last 90 days',
  },

  signIns: 'Sign-ins',
  signInsSay: (done: string, failed: string, time: string) =>
    `${done} succeeded and ${failed} failed ${time}.`,
  signInNames: {
    done: 'Succeeded',
    wrong_credentials: 'Wrong password',
    passkey: 'Passkey refused',
    second_factor: 'Second factor wrong',
    wait: 'Too many attempts',
    busy: 'Server busy',
    elsewhere: 'Failed at another site',
  },
  tokens: 'Tokens issued',
  tokensSay: (all: string, refreshes: string, time: string) =>
    `${all} access tokens were issued ${time}, ${refreshes} of them by refresh.`,
  tokenNames: {
    refresh_token: 'Refresh',
    authorization_code: 'Code',
    client_credentials: 'Client credentials',
    'urn:ietf:params:oauth:grant-type:device_code': 'Device',
    'urn:ietf:params:oauth:grant-type:token-exchange': 'Exchange',
    'urn:ietf:params:oauth:grant-type:jwt-bearer': 'Assertion',
  },
  introspections: 'Introspections',
  introspectionsSay: (all: string, inactive: string, time: string) =>
    `APIs asked about ${count(all, 'token')} ${time}; ${inactive} of them were no longer good.`,
  introspectionNames: { active: 'Active', inactive: 'Not active' },
  refusals: 'Refused requests',
  refusalsSay: (all: string, time: string) =>
    `${count(all, 'request was', 'requests were')} refused ${time}.`,
  replayChart: 'Replays caught',
  replaysSay: (replays: string, repeated: string, time: string) =>
    `${count(replays, 'grant was', 'grants were')} ended by a replay ${time}; ${repeated} late or repeated refreshes were answered without harm.`,
  replayNames: {
    replay_revoked: 'Grant ended',
    repeated: 'Same answer again',
    converged: 'Led to the live token',
    overtaken: 'Lost a race',
  },
  latency: 'Time of token requests',
  latencySay: (half: string, most: string, time: string) =>
    `Half of them took at most ${half}, 19 of 20 at most ${most}, ${time}.`,
  latencyNothing: (time: string) => `No token request ${time}.`,
  latencyNames: { half: 'Half within', most: '19 of 20 within', nearly: '99 of 100 within' },
  storage: 'Size of the database',
  storageSay: (size: string) => `It takes ${size}.`,
  storageNothing: 'Its size has not been measured in this time.',
  storageName: 'Size',

  endpoints: 'Requests by endpoint',
  endpointsAbout: (time: string) =>
    `How many requests there were ${time}, how they were answered, and how long that took.`,
  endpoint: 'Endpoint',
  requests: 'Requests',
  answered: 'Answered',
  refused: 'Refused (4xx)',
  failed: 'Failed (5xx)',
  half: 'Half within',
  most: '19 of 20 within',
  groups: {
    authorization: 'Authorization and consent',
    sign_in: 'Sign-in pages',
    token: 'Token',
    introspection: 'Introspection',
    revocation: 'Revocation',
    userinfo: 'UserInfo',
    metadata: 'Metadata and keys',
    account: 'Account pages',
    platform: 'Platform and directories',
    operator: 'Console and admin API',
    other: 'Everything else',
  },
  slower: 'over 10 s',
  milliseconds: (number: string) => `${number} ms`,

  nodes: 'Server processes',
  nodesAbout: 'Each process reports every 15 seconds.',
  node: 'Process',
  version: 'Version',
  started: 'Started',
  seen: 'Last report',
  versionUnknown: 'unknown',
  noNodes: 'No process has reported yet.',
  nodeName: (id: string) => isolated(id),

  givenUp: 'Jobs that were given up',
  givenUpAbout: 'They failed again and again until their time was over. The newest are shown.',
  job: 'Job',
  seeJobs: 'See them all',
  jobs: { mail: 'Mail', logout_token: 'Logout notice to an app' },
  jobAt: 'When',
  attempts: 'Attempts',
  problem: 'Problem',

  bytes: (number: string, unit: string) => `${number} ${unit}`,
} as const
