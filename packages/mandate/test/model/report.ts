/**
 * `docs/model.md`, generated from the explorations. `npm run model` writes it; a test checks
 * everything against the small bounds except the table of large bounds, which takes minutes.
 */

import type { Exploration } from './checker.ts'
import type { Flaw } from './flaws.ts'
import { allLaws, LAWS, type Law } from './laws.ts'
import type { Bound } from './world.ts'
import type { NamedBound } from './worlds.ts'

export interface Explored extends NamedBound {
  readonly exploration: Exploration<Law>
}

export interface FoundOut extends Pick<Flaw, 'flaw' | 'breaks'> {
  /** The shortest way to it. */
  readonly steps: readonly string[]
}

const LARGE = '## Larger bounds'

/** Everything before the table of large bounds. */
export function report(small: readonly Explored[], flaws: readonly FoundOut[]): string {
  return `# A model of a grant's life

Written by \`npm run model\`, from \`packages/mandate/test/model/\`. A small checker goes through every state that one
grant can come to, breadth first, each once. What decides are the functions of \`grants/\` themselves;
what surrounds them follows \`oauth/token/redeem.ts\` step by step, and a test holds it to that file.

In the world there are the client the grant belongs to, two nodes, and, as a bound allows, a thief who has copies
of every token that ever left the server, another client with such copies, the user, time, a clock that is set
back, and a backup that is restored. Between any two steps a node may crash, a request or an answer may get lost,
and any of the others may act.

## What must hold

${allLaws.map((law) => `- ${law.startsWith('I') ? `**${law}** ` : ''}${LAWS[law]}`).join('\n')}

"Follows the rules" means: one request at a time, repeated with its \`Idempotency-Key\` until it is answered and
within 24 hours (without a key: within \`refresh_retry_seconds\`), and no use of a successor while a copy of the request
before it may still be under way: whoever uses it earlier can be taken for a thief, as a test shows. A thief with the client's credentials, the user, the end of a token's time, and a
restore that does not accept newer tokens end a login all the same. A restore also brings back a grant that was
revoked after the backup.

## Explored with every test run

All of it, and every law held. A token is its generation, and time goes by in steps of twelve hours. Nodes whose
clocks agree count as one.

${table(small)}

## What each guard is for

Take one guard away, and a law is broken. These are the steps of the shortest way there; \`npm run model -- --flaws\`
tells them.

| without its guard | broken | steps |
| --- | --- | ---: |
${flaws.map(({ flaw, breaks, steps }) => `| ${flaw} | ${nameOf(breaks)} | ${steps.length} |`).join('\n')}

`
}

/** The whole page. */
export function withLargeBounds(page: string, large: readonly Explored[]): string {
  return `${page}${LARGE}

With \`npm run model\`; every law held.

${table(large)}
`
}

/** The part that a test can check. */
export function withoutLargeBounds(page: string): string {
  return page.slice(0, page.indexOf(LARGE))
}

function table(explored: readonly Explored[]): string {
  const rows = explored.map(({ name, bound, exploration }) => {
    const { states, transitions, depth } = exploration
    return `| ${[name, describe(bound), states, transitions, depth].join(' | ')} |`
  })
  return `| world | bound | states | transitions | depth |
| --- | --- | ---: | ---: | ---: |
${rows.join('\n')}`
}

function describe({ generations, inFlight, ticks }: Bound): string {
  const hours = ticks === 0 ? '' : `, ${ticks * 12} hours`
  const requests = inFlight === 1 ? '1 request' : `${inFlight} requests`
  return `${generations} refresh tokens, ${requests} at once${hours}`
}

function nameOf(law: Law): string {
  return law.startsWith('I') ? law : LAWS[law]
}
