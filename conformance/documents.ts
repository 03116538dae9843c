/** The two documents in `docs/` that are written from results. */

import { type Difference, differences } from './peer-differences.ts'
import type { Tried } from './results.ts'
import type { Rule } from './rule.ts'
import { cell, markdownTable, sumOf } from './table.ts'

/** `docs/conformance.md` */
export function conformanceDocument(all: readonly Tried[]): string {
  return `# Conformance

Every rule that Mandate is held to at its endpoints, tried over HTTP as a stranger would try it. Each
rule leads to the file that tries it. *Mandate §3* is a section of [the protocol](protocol.md), for a
choice made where the specifications are silent or disagree. A scenario is the number of [a failure that servers
of this kind have had](scenarios.md).

${sumOf(all)}.

\`npm run conformance\` tries them all on a server of its own and prints this table;
\`npm run conformance -- --issuer URL --data DIR\` tries them on one that runs elsewhere;
\`npm run conformance -- --write\` writes this page. What another server makes of the same rules
stands in [Conformance of a peer](conformance-of-a-peer.md).

${markdownTable(all)}`
}

/** `docs/conformance-of-a-peer.md`. Throws where a difference has no explanation. */
export function peerDocument(all: readonly Tried[], version: string): string {
  const missing = unexplained(all)
  if (missing.length > 0) {
    throw new Error(`not explained in conformance/peer-differences.ts: ${missing.join(', ')}`)
  }
  const absent = all.filter(({ result }) => result === 'not offered')
  return `# Conformance of a peer

The rules of [Conformance](conformance.md), tried on oidc-provider ${version} from npm with its adapter in
memory: a mature, certified server. A suite that nothing can fail proves nothing; this page shows what
its rules find, and that most of what they find is a choice. It is configured as fairly as its
settings allow: the same clients and lifetimes, opaque tokens, refresh tokens rotated, PKCE asked of the
same clients, introspection and revocation on. Its pages are left to whoever embeds it, so rules
about pages are not tried on its development pages.

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
