/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a creation that is sent again with the
 * same key, by the same program or person, gets the same answer and makes nothing more. The answer may
 * have a secret, so it is kept encrypted, under the key itself and a key of the server: neither the
 * database nor a list of keys alone yields it.
 */

import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'
import type { RemoteOperator } from '../../facts/actor.ts'
import { readRetryKey } from '../../oauth/token/retry-key.ts'
import {
  beginRepeatable,
  finishRepeatable,
  forgetRepeatable,
} from '../../operations/repeatable-requests.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { Problem } from '../problem.ts'
import { headerValues } from '../request.ts'

/** What was sent, as far as a repetition has to send it again. */
export interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** Runs the request, or answers as the first one with its key was answered. Rejects with `Problem`. */
export async function onlyOnce(
  context: HttpContext,
  { request, actor }: Pick<Exchange, 'request'> & { readonly actor: RemoteOperator },
  run: () => Promise<Sent>,
): Promise<Sent> {
  const key = readRetryKey(headerValues(request, 'idempotency-key'))
  if (key === null) return run()
  // The key of somebody else is another one.
  const id = hash('sha256', JSON.stringify([actor.id, key]), 'hex')
  const before = await beginRepeatable(context, { id, requestHash: hashOf(request) })
  if (before === undefined) return runFirst(context, { id, actor, key }, run)
  if (before.requestHash !== hashOf(request)) {
    // §2.7
    throw wrongKey(422, 'idempotency_key_reused', 'This key was sent with another request.')
  }
  if (before.answer === null) {
    throw wrongKey(
      409,
      'idempotency_key_in_use',
      'The first request with this key has no answer yet. If that lasts, the server stopped while it ran: see what there is, and use a new key.',
    )
  }
  const sent = opened(context, { actor, key }, before.answer)
  if (sent === undefined) {
    throw wrongKey(409, 'idempotency_key_expired', 'The answer is no longer kept; use a new key.')
  }
  return { ...sent, headers: { ...sent.headers, 'Idempotency-Replayed': 'true' } }
}

interface Named {
  readonly actor: Pick<RemoteOperator, 'id'>
  readonly key: string
}

async function runFirst(
  context: HttpContext,
  { id, ...named }: Named & { readonly id: string },
  run: () => Promise<Sent>,
): Promise<Sent> {
  let sent: Sent
  try {
    sent = await run()
  } catch (error) {
    // After any other error, something may have been made.
    if (error instanceof Problem) await forgetRepeatable(context, { id })
    throw error
  }
  await finishRepeatable(context, { id, answer: encrypted(context, named, sent) })
  return sent
}

function hashOf(request: Exchange['request']): string {
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  return hash(
    'sha256',
    Buffer.concat([Buffer.from(`${request.method} ${request.url}\n`), body]),
    'hex',
  )
}

function encrypted({ seals }: HttpContext, named: Named, sent: Sent): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(seals.current, named), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(sent), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

/** Undefined if the server's key is gone. */
function opened({ seals }: HttpContext, named: Named, answer: Uint8Array): Sent | undefined {
  const [iv, tag, text] = [
    answer.subarray(0, IV_BYTES),
    answer.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    answer.subarray(IV_BYTES + TAG_BYTES),
  ]
  for (const key of seals.all) {
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(key, named), iv)
    decipher.setAuthTag(tag)
    try {
      return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'))
    } catch {
      // Encrypted with another one.
    }
  }
  return undefined
}

function keyFrom(secret: Uint8Array, { actor, key }: Named): Uint8Array {
  const text = JSON.stringify(['answer to a repeated request', actor.id, key])
  return createHmac('sha256', secret).update(text).digest()
}

function wrongKey(status: number, code: string, detail: string): Problem {
  const errors = [{ field: 'Idempotency-Key', in: 'header', detail } as const]
  return new Problem(status, code, { detail, errors })
}
