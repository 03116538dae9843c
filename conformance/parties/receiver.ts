/** A receiver of security events: it makes a stream, has it verified and polls (Shared Signals 1.0, RFC 8936). */

import assert from 'node:assert/strict'
import { type Issuer, offered } from '../issuer.ts'
import { type Answer, send } from './http.ts'
import { askForOwnToken } from './machine.ts'

export interface Transmitter {
  readonly configuration: string
  readonly verification: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/** `NotOffered` if the issuer has no transmitter metadata. */
export async function transmitterOf(issuer: Issuer): Promise<Transmitter> {
  const { origin, pathname } = new URL(issuer.issuer)
  const path = pathname === '/' ? '' : pathname
  const { status, json } = await send(`${origin}/.well-known/ssf-configuration${path}`)
  offered(status === 200 || undefined, 'a transmitter of security events')
  const { configuration_endpoint, verification_endpoint } = json
  return {
    configuration: String(configuration_endpoint),
    verification: String(verification_endpoint),
    metadata: json,
  }
}

export interface OwnStream {
  readonly id: string
  readonly transmitter: Transmitter
  /** The answer to the request that made it. */
  readonly made: Answer
  /** Asks as the receiver. */
  ask(method: string, address: string, body?: unknown): Promise<Answer>
  /** Polls at once; returns the tokens by their `jti`. */
  poll(body?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>>
  /** Asks for a verification event. */
  verify(state: string): Promise<Answer>
}

/** A client may have only one stream, and rules are tried at the same time. */
const turns = new WeakMap<Issuer, Promise<unknown>>()

/** Makes a polled stream for a while. `NotOffered` if the client may not. */
export function withStream(issuer: Issuer, run: (stream: OwnStream) => Promise<void>) {
  const before = turns.get(issuer) ?? Promise.resolve()
  const turn = before.catch(() => {}).then(() => makeAndRun(issuer, run))
  turns.set(issuer, turn)
  return turn
}

async function makeAndRun(issuer: Issuer, run: (stream: OwnStream) => Promise<void>) {
  const transmitter = await transmitterOf(issuer)
  const { json } = await askForOwnToken(issuer, { scope: 'ssf.manage' })
  const token = json['access_token']
  offered(typeof token === 'string' || undefined, 'the scope ssf.manage for a client')
  const ask: OwnStream['ask'] = (method, address, body) =>
    send(address, {
      method,
      headers: [
        ['Authorization', `Bearer ${token}`],
        ...(body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ],
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const made = await ask('POST', transmitter.configuration, {})
  assert.equal(made.status, 201, made.text)
  const id = String(made.json['stream_id'])
  const { endpoint_url } = made.json['delivery'] as { readonly endpoint_url: string }
  try {
    await run({
      ...{ id, transmitter, made, ask },
      async poll(body = {}) {
        const answer = await ask('POST', endpoint_url, { returnImmediately: true, ...body })
        assert.equal(answer.status, 200, answer.text)
        return answer.json['sets'] as Readonly<Record<string, string>>
      },
      verify: (state) => ask('POST', transmitter.verification, { stream_id: id, state }),
    })
  } finally {
    await ask('DELETE', `${transmitter.configuration}?stream_id=${id}`)
  }
}
