/** Requests from the laboratory itself, straight to one node, bypassing the gate. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientSettings } from './clients/settings.ts'

export type Answer =
  | { readonly status: number; readonly refresh: string | undefined; readonly said: string }
  /** It is unknown whether the node acted. */
  | { readonly status: 'none' }

export interface Presenting {
  /** Presents a refresh token at the node, as the client that owns it. */
  refresh(node: string, token: string, key?: string): Promise<Answer>
  introspect(node: string, token: string): Promise<Answer>
  /** The same, repeated until an answer says something about the token. */
  insist(ask: () => Promise<Answer>): Promise<Answer>
}

const TIME_LIMIT_MS = 10_000
const BETWEEN_TRIES_MS = 150

/** The client that asks, and who asks about its tokens: itself, or for one without a secret an API. */
export type Asking =
  | ClientSettings
  | { readonly clientId: string; readonly api: { readonly id: string; readonly secret: string } }

export function presentAs(settings: Asking, observed: typeof fetch): Presenting {
  const { clientId } = settings
  const { id, secret } =
    'api' in settings ? settings.api : { id: clientId, secret: settings.clientSecret }
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const own = 'api' in settings ? {} : { authorization: basic }
  const named = 'api' in settings ? { client_id: clientId } : {}

  async function post(
    address: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const request = {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    }
    try {
      const response = await observed(address, request)
      const text = await response.text()
      const body: Readonly<Record<string, unknown>> = text === '' ? {} : JSON.parse(text)
      const refresh = typeof body['refresh_token'] === 'string' ? body['refresh_token'] : undefined
      return { status: response.status, refresh, said: String(body['error'] ?? '') }
    } catch {
      return { status: 'none' }
    }
  }

  return {
    refresh(node, token, key) {
      const form = { grant_type: 'refresh_token', refresh_token: token, ...named }
      const headers = { ...own, ...(key !== undefined && { 'idempotency-key': key }) }
      return post(`${node}/oauth2/token`, form, headers)
    },
    introspect: (node, token) =>
      post(`${node}/oauth2/introspect`, { token }, { authorization: basic }),
    async insist(ask) {
      for (;;) {
        const answer = await ask()
        if (answer.status !== 'none' && answer.status < 500) return answer
        await sleep(BETWEEN_TRIES_MS)
      }
    },
  }
}
