/**
 * The obstacles to the targets, computed from the same run: how far even a server that does
 * nothing is from them, and how many cores a rate would take.
 */

import { find, ratio } from './ratios.ts'
import type { Results } from './results.ts'
import { addedBy, bareSignature, hasSignatures } from './signed.ts'
import { median } from './statistics.ts'
import { times, whole } from './texts.ts'

const BARE = 'bare node:http'

/** A list in Markdown. */
export function obstaclesOf(results: Results): string {
  return [
    peer(results, 'refresh', { name: 'oidc-provider, in memory', wanted: 5 }),
    peer(results, 'introspection', { name: 'oidc-provider, in memory', wanted: 4 }),
    peer(results, 'refresh', { name: 'oidc-provider, PostgreSQL', wanted: 8 }),
    nodes(results),
    tail(results),
    ...(hasSignatures(results) ? [verification(results)] : []),
  ]
    .map((line) => `- ${line}`)
    .join('\n')
}

/** How cheap a server would have to be, relative to the HTTP that it cannot do without. */
function peer(
  results: Results,
  work: 'refresh' | 'introspection',
  { name, wanted }: { readonly name: string; readonly wanted: number },
): string {
  const cost = (subject: string) => find(results, work, subject).server
  const itself = ratio(cost(name), cost(BARE)).median
  const own = name.endsWith('PostgreSQL') ? 'Mandate, PostgreSQL' : 'Mandate, SQLite'
  const mandate = ratio(cost(own), cost(BARE)).median
  return (
    `**${work}, ${wanted} × cheaper than ${name}.** Here that peer costs ${times(itself)} × what bare \`node:http\` does, ` +
    `so ${wanted} × cheaper would be ${times(itself / wanted)} × bare; Mandate is at ${times(mandate)} ×.`
  )
}

function nodes(results: Results): string {
  const { cores } = results.machine
  const two = find(results, 'refresh', 'Mandate, PostgreSQL, 2 nodes')
  const each = median(two.server) + median(two.database ?? [])
  const wanted = median(find(results, 'row update', 'the store alone, PostgreSQL').rate) / 2
  return (
    `**Two nodes at half the rate of the row updates.** A refresh takes ${whole(each)} µs of nodes and PostgreSQL together, ` +
    `so ${cores} cores give ${whole((cores * 1e6) / each)} refreshes a second at the very most, without the generator; ` +
    `half the row updates are ${whole(wanted)} a second, which would take ${whole((wanted * each) / 1e6)} cores.`
  )
}

/** Signing is one call; verifying is a library, another thread, and for most a row. */
function verification(results: Results): string {
  const micros = (values: readonly number[]) => `${whole(median(values))} µs`
  const added = (work: 'exchange, client assertion' | 'exchange, DPoP') =>
    micros(addedBy(results, work))
  return (
    `**What others signed within 1.3 × bare verification.** Verifying costs ${micros(bareSignature(results, 'verifying ES256'))}; ` +
    `a client assertion adds ${added('exchange, client assertion')} and a DPoP proof ${added('exchange, DPoP')}. Such JWTs are read by \`jose\` alone. ` +
    'It uses WebCrypto, which hands each signature to another thread and back. Each also takes a row, so that it is good once.'
  )
}

function tail(results: Results): string {
  const of = (work: string) => {
    const { latency } = find(results, work, BARE)
    return latency === null ? 'not measured' : `${times(latency.p99 / latency.p50)} ×`
  }
  return (
    '**p99 within 5 × p50.** Under the same load bare `node:http` itself has a p99 of ' +
    `${of('refresh')} its p50 (as much to send as for a refresh) and ${of('introspection')} (as for an introspection): ` +
    'what is seen in the tail is how this machine shares its cores, and only then the server.'
  )
}
