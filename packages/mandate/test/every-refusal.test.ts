/**
 * Every kind of refusal, provoked with recognizable secrets in every part of a request that can hold
 * one. None of them may be in the explanation, wherever it is stored or shown.
 */

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { explanationDocument } from '../src/explanations/document.ts'
import { explanationInWords } from '../src/explanations/in-words.ts'
import { reasons } from '../src/explanations/reasons.ts'
import { explanationPage } from '../src/pages/explanation.ts'
import type { Explanation } from '../src/store/records.ts'
import { provoke, UNREACHABLE } from './every-refusal/provocations.ts'
import { folder, secret, secrets, server } from './every-refusal/telling-requests.ts'
import { basic, exchange, ownCredentials } from './integrator.ts'
import { obtainCode } from './visitor.ts'

/** Provokes them all; returns what was stored once every reason is there or nothing more comes. */
async function provokeAll(): Promise<readonly Explanation[]> {
  for (const reason of reasons) await provoke[reason]()
  let kept: readonly Explanation[] = []
  for (let tries = 0; tries < 4_800; tries++) {
    kept = await server.store.explanations.list({}, 1000)
    const seen = new Set<string>([...kept.map(({ reason }) => reason), ...Object.keys(UNREACHABLE)])
    if (seen.size === reasons.length) break
    await setTimeout(25)
  }
  return kept
}

test('every reason for a refusal can be provoked, is kept, and shows no secret anywhere', async () => {
  const kept = await provokeAll()
  const seen = new Set(kept.map(({ reason }) => reason))
  assert.deepEqual(
    reasons.filter((reason) => !seen.has(reason)).toSorted(),
    Object.keys(UNREACHABLE).toSorted(),
  )
  const places = new Map<string, string | Buffer>([['the log', server.log.join('')]])
  for (const explanation of kept) {
    const { id, reason } = explanation
    places.set(
      `the page of ${reason} ${id}`,
      explanationPage({ explanation: explanationInWords(explanation) }),
    )
    places.set(`the JSON of ${reason} ${id}`, JSON.stringify(explanationDocument(explanation)))
  }
  const files = await readdir(folder)
  assert.ok(files.includes('mandate.db-wal'), String(files))
  for (const file of files) places.set(file, await readFile(join(folder, file)))
  assert.ok(secrets.size > 100, String(secrets.size))
  const spellings = new Map<string, string>()
  for (const [name, text] of secrets) {
    const base64 = Buffer.from(text).toString('base64')
    for (const spelling of [text, encodeURIComponent(text), base64]) spellings.set(spelling, name)
  }
  const found = finderOf([...spellings.keys()])
  for (const [place, content] of places) {
    const names = found(Buffer.from(content)).map((spelling) => spellings.get(spelling))
    assert.deepEqual(names, [], place)
  }
  // Proves that the search finds text that is there.
  const clientIds = new Set(kept.flatMap(({ clientId }) => clientId ?? []))
  const everything = [...places.values()].map((content) => Buffer.from(content))
  assert.deepEqual(new Set(finderOf([...clientIds])(Buffer.concat(everything))), clientIds)
})

test('a page over HTTP shows no secret to its owner either, in HTML or in JSON', async () => {
  const as = ownCredentials(server)
  const code = await obtainCode(server)
  const state = secret('state')
  const answer = await exchange(server, code, {
    form: { code_verifier: secret('verifier'), state, client_id: as.id },
  })
  for (const accept of ['text/html', 'application/json']) {
    const headers = { accept, authorization: basic(as) }
    const page = await (await fetch(String(answer.body['error_uri']), { headers })).text()
    assert.match(page, /verifier_not_expected/)
    for (const text of [...secrets.values(), code, as.secret]) assert.ok(!page.includes(text))
  }
})

/**
 * Finds hundreds of texts of four bytes or more in megabytes, in one pass: it looks up each four bytes
 * among the beginnings of the texts.
 */
function finderOf(texts: readonly string[]): (content: Buffer) => readonly string[] {
  const byBeginning = Map.groupBy(
    texts.map((text) => ({ text, bytes: Buffer.from(text) })),
    ({ bytes }) => bytes.readInt32BE(),
  )
  return (content) => {
    const found = new Set<string>()
    let lastFour = 0
    for (let at = 0; at < content.length; at++) {
      const byte = content[at] ?? 0
      lastFour = (lastFour << 8) | byte
      for (const { text, bytes } of byBeginning.get(lastFour) ?? []) {
        const start = at - 3
        if (bytes.equals(content.subarray(start, start + bytes.length))) found.add(text)
      }
    }
    return [...found]
  }
}
