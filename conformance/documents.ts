/** The two documents in `docs/` that are generated from results. */

import { type Difference, differences } from './peer-differences.ts'
import type { Tried } from './results.ts'
import type { Rule } from './rule.ts'
import { cell, markdownTable, sumOf } from './table.ts'

/** `docs/conformance.md` */
export function conformanceDocument(all: readonly Tried[]): string {
  return `# Conformance

Every rule that Mandate's endpoints have to keep, tested over HTTP from the outside. Each rule links to the
file that tests it. *Mandate §3* is a section of [the protocol](protocol.md): a choice made where the
specifications are silent or disagree. A scenario is the number of [a failure that other servers have
had](scenarios.md).

${sumOf(all)}.

\`npm run conformance\` tests them all on its own server and prints this table;
\`npm run conformance -- --issuer URL --data DIR\` tests a server that runs elsewhere;
\`npm run conformance -- --write\` writes this page. [Conformance of a peer](conformance-of-a-peer.md)
shows the same rules on another server.

${markdownTable(all)}`
}

/** `docs/conformance-of-a-peer.md`. Throws if a difference has no explanation. */
export function peerDocument(all: readonly Tried[], version: string): string {
  const missing = unexplained(all)
  if (missing.length > 0) {
    throw new Error(`not explained in conformance/peer-differences.ts: ${missing.join(', ')}`)
  }
  const absent = all.filter(({ result }) => result === 'not offered')
  return `# Conformance of a peer

The rules of [Conformance](conformance.md), tested on oidc-provider ${version} from npm with its in-memory
adapter: a mature, certified server. A suite that nothing can fail proves nothing. This page shows what its
rules find, and that most of it is a matter of choice. The server is configured as fairly as its settings
allow: the same clients and lifetimes, opaque tokens, refresh token rotation, PKCE required of the same
clients, introspection and revocation on. Applications that embed it bring their own pages, so rules about
pages are not tested on its development pages.

${sumOf(all)}. \`npm run conformance -- --peer --write\` writes this page.

## Against the specification

${differenceTable(all, 'violation')}
## Allowed by the specification

${differenceTable(all, 'allowed')}
## Rules of ours that no specification asks for

${differenceTable(all, 'stricter')}
## Not offered

${absent.map((one) => `- ${cell(one.rule.rule)} (${one.rule.source}): ${reasonOf(one)}`).join('\n')}

${markdownTable(all)}`
}

/** The files of broken rules without an explanation. */
export function unexplained(all: readonly Tried[]): readonly string[] {
  return all
    .filter(({ rule, result }) => result === 'broken' && differenceOf(rule) === undefined)
    .map(({ rule }) => rule.file)
}

function differenceTable(all: readonly Tried[], kind: Difference['kind']): string {
  const rows = all.flatMap(({ rule, result }) => {
    const difference = differenceOf(rule)
    return result === 'broken' && difference?.kind === kind
      ? [`| ${cell(rule.rule)} | ${cell(rule.source)} | ${cell(difference.because)} |`]
      : []
  })
  return ['| rule | source | what it does |', '| --- | --- | --- |', ...rows, ''].join('\n')
}

function differenceOf({ file }: Rule): Difference | undefined {
  return Object.hasOwn(differences, file) ? differences[file] : undefined
}

function reasonOf(tried: Tried): string {
  return tried.result === 'kept' ? '' : tried.because
}
