/** `docs/performance.md`, out of the results and nothing else. */

import type { Work } from '../subjects/subject.ts'
import { obstaclesOf } from './obstacles.ts'
import type { Profiled } from './profile.ts'
import { isGeneratorLate, isGeneratorSaturated } from './ratios.ts'
import type { Figure, Results } from './results.ts'
import { columns, rowsOf } from './rows.ts'
import { targetsOf } from './targets.ts'
import { meanings, times, whole } from './texts.ts'

/** Above this many for each core the machine had other things to do. */
const QUIET_LOAD = 0.5

export function document(results: Results, profiles: readonly Profiled[]): string {
  const works = [...new Set(results.figures.map(({ work }) => work))]
  return [
    HEAD,
    conditions(results),
    '## Targets',
    'Ratios within this run: the median of the rounds, then the least and the most.',
    targets(results),
    'What stands in the way, by the figures of the same run:',
    obstaclesOf(results),
    '![Processor time for each request: Mandate, its limits and its peers](images/performance.svg)',
    '## Figures',
    FIGURES,
    ...works.map((work) => workTable(results, work)),
    saturation(results),
    '## Around the work',
    AROUND,
    standing(results),
    '## How it is measured',
    method(results),
    '## Who is compared, and how fairly',
    PEERS,
    ...(profiles.length === 0 ? [] : ['## Where the time goes', profileHead, ...profiles.map(hot)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const HEAD = `# Performance

Written by \`npm run bench\` from [its results](performance/results.json). It measures Mandate beside two
limits, a bare \`node:http\` server and the row update alone, and beside peers from npm; all in one run, in
turns. The times belong to the machine; the ratios are what to look at.`

const FIGURES = `µs is processor time for each request as the operating system counts it, of the server's process and of all
processes of PostgreSQL. *× bare* compares the server's with bare \`node:http\`. Requests a second are
those of a fixed number of connections that never pause, the median of the rounds and the least and the most. p50, p99 and
p99.9 are latencies at half that rate. *Generator* is the share of a core that the load generator took for itself.`

const AROUND = `Start is from the start of the process to its being ready to answer. Resident memory is that of the
server's process, the largest of several, after the last round. Bytes in storage are tables with their indexes, for a grant
whose code was exchanged, and for each refresh after that. What is in memory is gone with the process.`

const PEERS = `- **bare node:http** reads the Basic header, parses the form with \`URLSearchParams\` and sends JSON as long as Mandate's answer.
- **the store alone** does the row update of a refresh with nothing but the database driver, in Mandate's tables: 64 updates in
  a transaction on SQLite, two statements of 32 in flight on PostgreSQL, every commit on disk.
- **oidc-provider** has opaque tokens, rotates refresh tokens at every use, and does not log. In memory it gets a plain map, since its own memory
  adapter forgets all but a thousand entries. On PostgreSQL its adapter has one table, upserts, named (prepared)
  statements, a pool of 16 connections, an index for each column that it searches, and the same durability.
- **@node-oauth/oauth2-server** is a library; around it is as little as can be, and its model is a map. It has no introspection and no
  revocation, and was not given a database.
- **better-auth** with \`@better-auth/oauth-provider\` runs on an SQLite file with the same durability: its memory adapter reads through the whole
  table each time. Rate limits, telemetry and logging are off. It wants PKCE, so its exchange checks one more field.
- All run on the same Node, with \`NODE_ENV=production\`, without TLS. Answers differ in length by some tens of bytes. In memory nothing is
  durable: that comparison is to the peers' advantage.
- Authorization codes are put into storage before the clock starts, so an exchange does not include a login.`

const profileHead = `Written by \`npm run bench -- --profile\`: the functions with the most time of their own, as a share of the time in
which the thread was not idle. A wait inside a call counts as its own: \`runTogether\` on SQLite is above all COMMIT, which
waits for the disk. The profiler's own cost is in them.`

function conditions({ machine, load, versions, durability, ...results }: Results): string {
  const { processor, cores, memoryGigabytes, system, syncMilliseconds } = machine
  const isShared = Math.max(load.before, load.after - 2) > cores * QUIET_LOAD
  const rows = [
    ['measured', results.measuredAt.slice(0, 16).replace('T', ' ')],
    ['machine', `${processor}, ${cores} cores, ${memoryGigabytes} GB, ${system}`],
    ...Object.entries(versions),
    ['SQLite, durability', durability['SQLite'] ?? ''],
    ['PostgreSQL, durability', durability['PostgreSQL'] ?? ''],
    ['a write of 4 kB to disk', `${syncMilliseconds.toFixed(2)} ms (fdatasync, median)`],
    ['password hash', results.passwordCost],
    ['load average', `${load.before.toFixed(1)} before, ${load.after.toFixed(1)} at the end`],
  ]
  const table = ['| | |', '| --- | --- |', ...rows.map((cells) => `| ${cells.join(' | ')} |`)]
  const warning =
    '**The machine was shared with other work during this run.** Rates and latencies say little; processor times ' +
    'are higher than on a quiet machine, for all alike.'
  return [table.join('\n'), ...(isShared ? [warning] : [])].join('\n\n')
}

function targets(results: Results): string {
  const rows = targetsOf(results).map(({ what, wanted, measured, met }) => {
    const spread = `${times(measured.least)}–${times(measured.most)}`
    return `| ${what} | ${wanted} | ${times(measured.median)} × | ${spread} | ${met ? 'met' : '**not met**'} |`
  })
  return [
    '| | wanted | measured | least–most | |',
    '| --- | --- | ---: | ---: | --- |',
    ...rows,
  ].join('\n')
}

function workTable(results: Results, work: Work): string {
  const rows = rowsOf(results, work)
  // Columns in which nobody has anything to say are left out.
  const kept = columns.flatMap((_, at) => (rows.some(({ cells }) => cells[at] !== '') ? [at] : []))
  const line = (first: string, cells: readonly (string | undefined)[]) =>
    `| ${[first, ...cells.map((cell) => cell ?? '')].join(' | ')} |`
  return [
    `### ${work[0]?.toUpperCase()}${work.slice(1)}\n`,
    `${meanings[work][0]?.toUpperCase()}${meanings[work].slice(1)}.\n`,
    line(
      '',
      kept.map((at) => columns[at]),
    ),
    line(
      '---',
      kept.map(() => '---:'),
    ),
    ...rows.map(({ subject, cells }) =>
      line(
        subject.startsWith('Mandate') ? `**${subject}**` : subject,
        kept.map((at) => cells[at]),
      ),
    ),
  ].join('\n')
}

function saturation({ figures }: Results): string {
  const names = (of: (figure: Figure) => boolean) =>
    figures
      .filter(of)
      .map(({ subject, work }) => `${work} of ${subject}`)
      .join('; ')
  const busy = names(isGeneratorSaturated)
  const late = names(isGeneratorLate)
  return [
    busy === ''
      ? 'The generator was the bottleneck nowhere.'
      : `The generator was as busy as it can be in: ${busy}. Those rates (≥) are lower bounds; the processor times hold.`,
    late === ''
      ? 'It sent on time: its own delay is less than a fifth of every p50.'
      : `It was late itself, by more than a fifth of p50, in: ${late}. Those latencies are upper bounds.`,
  ].join('\n')
}

function standing({ servers }: Results): string {
  const rows = servers.map(({ subject, kind, startupMilliseconds, memoryMegabytes, storage }) => {
    const none = kind === 'limit' ? '' : 'in memory'
    const bytes =
      storage === null ? [none, none] : [whole(storage.perGrant), whole(storage.perRefresh)]
    const cells = [`${whole(startupMilliseconds)} ms`, `${whole(memoryMegabytes)} MB`, ...bytes]
    return `| ${[subject, ...cells].join(' | ')} |`
  })
  return [
    '| | start | resident | bytes for a grant | bytes for a refresh |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

function method({ plan }: Results): string {
  const { rounds, seconds, connections, generators } = plan
  const them = generators === 1 ? 'a process' : `${generators} processes`
  return `- ${rounds} rounds. In each, every kind of work, and for it all servers one after the other: what is compared was measured
  seconds apart. A stretch lasts ${seconds} seconds. What warms the servers up is not counted.
- ${connections} connections (four for a sign-in, each of which keeps a core busy for a while). The generator is ${them} of its own and speaks HTTP over bare
  sockets, as Node's own client would cost more than the servers.
- Every answer is checked: status, tokens that are there and new, the right verdict. One wrong answer fails the run. Refresh tokens
  form chains in which each is used once.
- Latency is measured under an open load: requests arrive at random moments (a Poisson process), answered or not, and latency counts from
  the moment a request was due. So a server that stalls is not asked less.
- What runs at the same time shares the cores: the generator, a server or two, PostgreSQL. On a small machine the highest rate with
  PostgreSQL is that of all of them together, and under an open load the generator alone keeps a core busy.
- Processor time is read from \`/proc\` (\`ps\` where there is none), user and system, of all threads.
- Growth with the number of grants is a run of its own, \`npm run bench:growth\`.`
}

function hot({ subject, work, hottest }: Profiled): string {
  return [
    `### ${subject}: ${work}\n`,
    '| | function | where |\n| ---: | --- | --- |',
    ...hottest.map(
      ({ name, where, share }) => `| ${(100 * share).toFixed(1)} % | \`${name}\` | ${where} |`,
    ),
  ].join('\n')
}
