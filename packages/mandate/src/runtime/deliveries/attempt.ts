/** One attempt at one event: builds its requests, sends them, and reads the answers. */

import { performance } from 'node:perf_hooks'
import type { Fact } from '../../facts/fact.ts'
import type { Fetcher } from '../../fetching/fetcher.ts'
import type { DeliveryTry } from '../../store/port.ts'
import type { Endpoint } from '../../store/records.ts'
import { escaped } from '../../webhooks/answer.ts'
import type { Channel, DeliveryRequest, Verdict } from './channel.ts'
import { retryAfter } from './pace.ts'

const TIMEOUT_MS = 15_000
/** Nothing in an answer matters but its status, and for some channels a short document. */
const MAX_BYTES = 64 * 1024

export interface Attempted {
  readonly verdict: Verdict
  /** The parts that were accepted, in this attempt or before. */
  readonly accepted: readonly string[]
  readonly tries: readonly DeliveryTry[]
  /** The other side asked for a pause of so many milliseconds (RFC 9110 §10.2.3). */
  readonly pauseMs: number | undefined
}

export interface Sending {
  readonly channel: Channel
  readonly fetch: Fetcher
  readonly nowMs: () => number
}

const ACCEPTED: Verdict = { is: 'accepted' }

/** Never rejects for what the other side does. Rejects with `StorageUnavailable`. */
export async function attempt(
  { channel, fetch, nowMs }: Sending,
  endpoint: Endpoint,
  { fact, accepted: before }: { readonly fact: Fact; readonly accepted: readonly string[] },
): Promise<Attempted> {
  const accepted = [...before]
  const tries: DeliveryTry[] = []
  let refused: Verdict | undefined
  for (const request of await channel.build(endpoint, fact)) {
    if (accepted.includes(request.part)) continue
    const { verdict, tried, pauseMs } = await send({ channel, fetch, nowMs }, request)
    tries.push(tried)
    if (verdict.is === 'accepted') accepted.push(request.part)
    else if (verdict.is === 'refused') refused ??= verdict
    else return { verdict, accepted, tries, pauseMs }
  }
  return { verdict: refused ?? ACCEPTED, accepted, tries, pauseMs: undefined }
}

async function send(
  { channel, fetch, nowMs }: Sending,
  { url, part: _, ...outgoing }: DeliveryRequest,
): Promise<{
  readonly verdict: Verdict
  readonly tried: DeliveryTry
  readonly pauseMs: number | undefined
}> {
  const atMs = Math.floor(nowMs())
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  try {
    const response = await fetch(url, {
      method: 'POST',
      ...outgoing,
      ...{ maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS },
    })
    const { status, headers } = response
    const body = await response.text()
    const verdict = judged(channel, { status, headers, body }, new URL(url).host)
    const problem = 'problem' in verdict ? verdict.problem : null
    const pauseMs =
      verdict.is === 'failed' ? retryAfter(headers.get('retry-after'), atMs) : undefined
    const tried = { atMs, tookMs: took(), status, problem, answer: escaped(body) }
    return { verdict, tried, pauseMs }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    const tried = { atMs, tookMs: took(), status: null, problem, answer: '' }
    return { verdict: { is: 'failed', problem }, tried, pauseMs: undefined }
  }
}

function judged(
  channel: Channel,
  answer: Parameters<Channel['readAnswer']>[0],
  host: string,
): Verdict {
  // RFC 9110 §15.5.11, and Standard Webhooks: the receiver wants no more of them.
  if (answer.status === 410) return { is: 'gone', problem: `${host} answered 410 Gone.` }
  return channel.readAnswer(answer)
}
