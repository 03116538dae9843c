/** Proofs of the audit chain that somebody made up, or changed at one place. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proofLine, readProofLine } from '../../packages/mandate/src/audit/proof/format.ts'
import { ProofUnreadable, verifyProof } from '../../packages/mandate/src/audit/proof/verify.ts'
import { lineOf, sealHash } from '../../packages/mandate/src/audit/seal.ts'
import type { FactRow } from '../../packages/mandate/src/store/port.ts'
import { textOf } from '../hostile-text.ts'
import { forEveryAsync } from '../runs.ts'

const row = (id: string, atMs: number): FactRow => ({
  ...{ id, atMs, kind: 'client.created', endsTokens: 0, actorKind: 'system', actorId: null },
  ...{ actorVia: null, actorFrom: null, grantId: null, clientId: id, accountId: null },
  ...{ resourceId: null, accessTokenId: null, details: '{}', personal: null },
  ...{ personalDigest: null, mark: 'k.m' },
})

/** A chain of two seals, with two events each. */
const genuine = (() => {
  const lines = [
    proofLine({
      is: 'audit',
      header: { version: 1, issuer: 'https://a.example', kept_since_ms: 0, kept_after_seal: 0 },
    }),
  ]
  let previous = ''
  for (const number of [1, 2]) {
    const events = ['a', 'b'].map((name, at) => row(`${name}-${number}`, 1_000 * number + at))
    const content = JSON.stringify({ settledMs: 0, lines: events.map(lineOf) })
    const seal = {
      ...{ number, atMs: 3_000, node: 'n', kind: 'events', day: '1970-01-01', content, previous },
    }
    const hash = sealHash(seal)
    lines.push(proofLine({ is: 'seal', seal: { ...seal, hash } }))
    for (const event of events) lines.push(proofLine({ is: 'event', event }))
    previous = hash
  }
  return lines
})()

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line.replace(/\n$/, '')
}

/** What is found, or undefined if it is no proof. */
async function findingsOf(lines: readonly string[]) {
  try {
    return await verifyProof(each(lines))
  } catch (error) {
    assert.ok(error instanceof ProofUnreadable, String(error))
    return undefined
  }
}

test('the proof that nobody changed is whole', async () => {
  const verified = await findingsOf(genuine)
  assert.deepEqual([verified?.findings, verified?.seals, verified?.events], [[], 2, 4])
})

test('a proof that is changed anywhere has another head, a finding, or is none', async () => {
  const before = await findingsOf(genuine)
  const change = fc.record({
    line: fc.nat({ max: genuine.length - 1 }),
    at: fc.nat({ max: 600 }),
    by: fc.oneof(
      fc.constantFrom('', '0', '9', '"', '}', 'x', ',', '\\u0041'),
      textOf('{', '[', '1'),
    ),
    takes: fc.nat({ max: 3 }),
  })
  await forEveryAsync(change, async ({ line, at, by, takes }) => {
    const text = genuine[line] ?? ''
    const changed = text.slice(0, at) + by + text.slice(at + takes)
    // It may mean the same.
    const isSame = JSON.stringify(readProofLine(changed)) === JSON.stringify(readProofLine(text))
    const after = await findingsOf(genuine.toSpliced(line, 1, changed))
    if (isSame || after === undefined || after.findings.length > 0) return
    const told = [after.head, after.issuer]
    assert.notDeepEqual(told, [before?.head, before?.issuer], changed)
  })
})

const pieces = [
  ...[
    '{"audit":',
    '{"seal":',
    '{"event":',
    '{"statement":"e30.e30.e30"}',
    '\n',
    '}',
    '{',
    '[',
    ']',
  ],
  ...['"version":1', '"issuer":"x"', '"kept_since_ms":0', '"kept_after_seal":-1', ',', 'null'],
  ...[
    '"number":1',
    '"at_ms":1e999',
    '"content":"{\\"lines\\":[],\\"dropped\\":7}"',
    '"__proto__":{}',
  ],
]

test('any text is a proof or is refused', async () => {
  await forEveryAsync(textOf(...pieces), async (text) => {
    await findingsOf([genuine[0] ?? '', ...text.split('\n')])
  })
})
