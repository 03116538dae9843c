/** `docs/reliability.md`, from the reports of runs: `npm run crash -- --document FILE…`. */

import type { Run } from '../run.ts'
import { edits } from '../sabotage/edits.ts'
import { brokenIn, count, isShared, type Report } from './report.ts'

/** Reports of runs on the unmodified server and, to show that runs can fail, on sabotaged ones. */
export function documentOf(reports: readonly Report[]): string {
  const all = reports.flatMap((report) => report.runs.map((run) => ({ report, run })))
  const intact = all.filter(({ run }) => run.conditions.sabotage === null)
  const whole = intact.filter(({ run }) => !isShared(run))
  const fleets = intact.filter(({ run }) => isShared(run))
  const sabotaged = all.filter(({ run }) => run.conditions.sabotage !== null)
  const sum = (of: (run: Run) => number) => intact.reduce((total, { run }) => total + of(run), 0)
  const kills = sum((run) => brokenIn(run).kills)
  const cuts = sum((run) => brokenIn(run).cuts)
  const broken = sum(({ judged }) => judged.violations.length)
  return `# Reliability

Mandate promises to keep whatever it has confirmed. A program that acts for a user holds a refresh token,
which works once and is exchanged for the next one. If the server forgot a confirmed exchange, or accepted a
token twice, the user would have to sign in again, or a thief could go unnoticed. So the crash laboratory
(\`npm run crash\`) breaks everything around these exchanges and then looks for lost ones.

**In ${count(kills)} kills and ${count(cuts)} cut connections, ${broken === 0 ? 'nothing was lost and nobody was logged out' : `${count(broken)} promises were broken`}.**

${tableOf(whole)}

${[...new Set(reports.map(({ machine, node }) => `Measured on ${machine}; Node ${node}.`))].join('\n')}
Other programs were running on it, so the longest outage is an upper bound, not a measurement of speed.
A full disk without any 503 means that SQLite needed no space just then: it rewrites its log in place. Newer
runs empty the log before they fill the disk.

## What is done

Two \`mandate serve\` processes share one database, and three programs use \`@mandate/client\` with
its usual time limits, two of them with its file store. They refresh their grants all the time.
Meanwhile, at times determined by a seed:

- nodes and client programs are killed with SIGKILL and restarted, and PostgreSQL is stopped gracefully,
  stopped immediately, or killed, and restarted on the same files;
- a proxy in front of the nodes cuts connections: before a request, in the middle of it, between the node's
  commit and its answer, or in the middle of the answer. Some requests are delivered after their client was
  cut off;
- a proxy between the nodes and PostgreSQL cuts connections, including after a statement was sent;
- the clocks of the nodes jump by up to two hours in either direction;
- SQLite's disk is filled to the last byte and emptied again;
- thieves present old tokens, copies of a token race on both nodes, and clients end some grants.

The processes still race freely: a seed reproduces the schedule, not the run.

## What is checked

Every program writes a line before each request and one after each answer. Afterwards, a checker that shares
no code with the server compares these journals with the database's rows, and asks each node about the newest
tokens of each grant:

| | |
| --- | --- |
| I1 | at most one generation of a grant is live, on every node |
| I2 | a token is honoured for one request and has one successor |
| I3 | every answered rotation and revocation is in the database, and nothing works after a revocation |
| I4 | the same request with the same \`Idempotency-Key\` gets the same successor |
| I5 | after a stolen token is presented, nothing of its grant works, on any node |
| I6 | there is exactly one row per grant |
| I7 | no token is stored in the database, and a forged one gets nothing |
| kept | no client that follows the rules is refused or told to give up |
| served | failures are 503 with \`Retry-After\`, and no program exits on its own |

## Tokens that processes share

Command-line tools share a refresh token through a file and send no \`Idempotency-Key\`
([decision 72](decisions/0072-tokens-that-processes-share.md)). \`npm run crash -- --shared-tokens\` has
fleets of such processes: each reads the file, refreshes, and renames a new file into place, and before every second
refresh it goes on with what it has in memory instead. The same faults strike, except for the clocks. A thief steals
one of the first tokens and presents it when its time is over. Beside the rules above, without I2 and I4 for single use:

| | |
| --- | --- |
| I2 | every process that is given a generation gets the same token |
| I4 | an answer is at least as new as every answer that came before its request |
| I5 | no token is good after \`shared_refresh_seconds\`, and the thief ends the grant |
| kept | no process is refused or told to give up |

${tableOf(fleets)}

## Proof that the checker can fail

A checker that never finds anything would prove nothing. These runs are of a server whose code was
deliberately broken on loading; the product has no setting for that. Tests repeat them, each alongside the
same run of an intact server.

${table([
  ['sabotage', 'means', 'engine', 'promises broken'],
  ...sabotaged.map(({ run }) => {
    const name = run.conditions.sabotage ?? ''
    const rules = [...new Set(run.judged.violations.map(({ rule }) => rule))].sort().join(', ')
    const found = `${run.judged.violations.length} (${rules})`
    return [`\`${name}\``, edits[name]?.means ?? '', run.storage, found]
  }),
])}

The power cut is simulated: the server is killed, and SQLite's log is truncated to what had been synced
according to strace. That is the worst that an honest disk may do: lose everything that was not synced. No
database can protect against a disk that lies about what it has written.

## What was not tested

${[...new Set(whole.flatMap(({ run }) => run.notTried)), 'power loss under PostgreSQL, several machines, network partitions between nodes that both reach the database'].map((what) => `- ${what}`).join('\n')}

## Reproduce it

\`\`\`sh
npm run crash -- --minutes 5 --seed ${whole[0]?.run.conditions.seed ?? 1}
npm run crash -- --minutes 5 --shared-tokens
npm run crash -- --sabotage no-sync
npm run crash -- --document crash/reports/*.json
\`\`\`

The last of these commands generates this page.
`
}

function tableOf(reported: readonly { readonly report: Report; readonly run: Run }[]): string {
  return table([
    ['', ...reported.map(({ run }) => run.storage)],
    ['date', ...reported.map(({ report }) => report.date)],
    ['seed', ...reported.map(({ run }) => String(run.conditions.seed))],
    ...rows(reported.map(({ run }) => run)),
    ['**promises broken**', ...reported.map(({ run }) => `**${run.judged.violations.length}**`)],
  ])
}

/** By category: a row each, a column for each run. */
function rows(runs: readonly Run[]): readonly (readonly string[])[] {
  const faults = [...new Set(runs.flatMap(({ faults }) => Object.keys(faults)))]
  const fates = [...new Set(runs.flatMap(({ fates }) => Object.keys(fates)))].filter(
    (fate) => fate !== 'passed',
  )
  const times = (value: number | undefined) => (value === undefined ? '' : count(value))
  const row = (name: string, of: (run: Run) => number | undefined) => [
    name,
    ...runs.map((run) => times(of(run))),
  ]
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
  return [
    ['length', ...runs.map(({ judged }) => seconds(judged.work.stormMs))],
    ...faults.map((name) => row(name, ({ faults }) => faults[name])),
    ...fates.map((name) =>
      row(
        `request ${name}`,
        ({ fates }) => Object.entries(fates).find(([fate]) => fate === name)?.[1],
      ),
    ),
    row('database connection cut', ({ databaseCuts }) => databaseCuts),
    row('grants', ({ judged }) => judged.work.grants),
    row('rotations answered', ({ judged }) => judged.work.refreshes),
    row(
      runs.some(isShared) ? 'tokens presented again' : 'requests repeated with the same key',
      ({ judged }) => judged.work.repeated,
    ),
    row('answers 503', ({ judged }) => judged.work.unavailable),
    row('revocations answered to clients', ({ judged }) => judged.work.revocations),
    row('stolen tokens refused', ({ judged }) => judged.work.thefts),
    [
      'longest time without any new token',
      ...runs.map((run) => seconds(run.judged.work.longestOutageMs)),
    ],
  ]
}

function table(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}
