/** The overview: whether the service is well, and what happens in it. */

import { isolated } from './isolated.ts'

const count = (number: string, one: string, many = `${one}s`) =>
  `${number} ${number === '1' ? one : many}`

export const overview = {
  title: 'Overview',
  well: 'All is well.',
  watch: (reasons: string) => `The service works, and something needs a look: ${reasons}.`,
  bad: (reasons: string) => `Something is wrong: ${reasons}.`,
  /** For the sentence at the top. */
  short: {
    storage_unavailable: 'the database does not always answer',
    turned_away: 'requests are turned away',
    failing: 'requests fail',
    slow: 'token requests are slow',
    key_missing: 'a process lacks a key',
    node_silent: 'a process fell silent',
    versions_differ: 'versions differ',
    replays: 'replays were caught',
    jobs_given_up: 'work was given up',
    jobs_failing: 'work fails and is tried again',
    key_old: 'a key is old',
  },
  nothingCounted:
    'Nothing has been counted yet. Numbers appear here a few seconds after the first requests.',
  notCounted: 'This server counts nothing, because activity_seconds is 0.',
  findings: 'What needs attention',
  levels: { bad: 'Failing', watch: 'To look at' },

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
    `Of twenty token requests in the last two hours, the slowest took up to ${time}.`,
  slowNext: 'Look at the load of the machine and at the time that the database takes.',
  keyMissing: (keys: string, nodes: string) =>
    `${count(nodes, 'process', 'processes')} ${nodes === '1' ? 'does' : 'do'} not hold the key ${keys}, which is in use.`,
  keyMissingNext: 'Copy keys.json to them from a server that has it. It is read without a restart.',
  nodeSilent: (number: string) => `${count(number, 'process', 'processes')} fell silent.`,
  nodeSilentNext:
    'A process that was killed disappears here after a minute. One that stays hangs: restart it.',
  versionsDiffer: (versions: string) => `The processes run different versions: ${versions}.`,
  versionsDifferNext: 'This is normal during an upgrade. Bring the others to the newest version.',
  replays: (number: string) =>
    `${count(number, 'replay')} caught in the last day: a refresh token or code came a second time, and its grant was ended.`,
  replaysNext: 'A client that does not keep its newest token, or a stolen one.',
  jobsGivenUp: (number: string) =>
    `${count(number, 'job')} given up, such as mails that never arrived.`,
  jobsGivenUpNext: 'See why below. They stay listed for 30 days.',
  jobsFailing: (number: string) => `${count(number, 'job')} failed, and will be tried again.`,
  jobsFailingNext: 'If it is mail, try: mandate mail test ADDRESS',
  keyOld: (kind: string, id: string, days: string) =>
    `The ${kind} key ${id} has been in use for ${days} days.`,
  keyOldNext: 'Replace it before it is a year old. Nobody notices:',
  seeRefusals: 'See the refused requests',
  seeKeys: 'See the keys',
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
  refusalsSay: (all: string, time: string) => `${count(all, 'request')} refused ${time}.`,
  replayChart: 'Replays caught',
  replaysSay: (replays: string, repeated: string, time: string) =>
    `${count(replays, 'grant')} ended by a replay ${time}; ${repeated} late or repeated refreshes were answered without harm.`,
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
  endpointsAbout: 'How many, how they were answered, and how long that took.',
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

  nodes: 'Processes that serve',
  nodesAbout: 'Each says every few seconds that it lives.',
  node: 'Process',
  version: 'Version',
  started: 'Started',
  seen: 'Last heard of',
  versionUnknown: 'unknown',
  noNodes: 'No process has said that it serves.',
  nodeName: (id: string) => isolated(id),

  givenUp: 'Given up',
  givenUpAbout: 'Work that failed until its time was over.',
  job: 'Kind',
  jobAt: 'When',
  attempts: 'Attempts',
  problem: 'Problem',

  bytes: (number: string, unit: string) => `${number} ${unit}`,
} as const
