/** Clients, an API and a browser that go on while settings change, and note every failure. */

import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { introspect, obtainTokens, refresh, type Tokens, tokensOf } from './integrator.ts'
import type { RunningServer } from './running-server.ts'

export interface Load {
  /** Whatever was not answered as it should be. */
  readonly failures: readonly string[]
  readonly answered: () => number
  /** The lifetimes of access tokens that were announced. */
  readonly lifetimes: ReadonlySet<number>
  /** A moment in which it goes on. */
  rest(): Promise<void>
  stop(): Promise<void>
}

const PACE_MS = 15

/** `at` names the server to ask next. */
export async function startLoad(
  server: RunningServer,
  { clients, at = () => server }: { readonly clients: number; readonly at?: () => RunningServer },
): Promise<Load> {
  const failures: string[] = []
  const lifetimes = new Set<number>()
  let answered = 0
  let isOver = false

  async function live({ refreshToken: first }: Tokens): Promise<void> {
    let refreshToken = first
    while (!isOver) {
      const answer = await refresh(at(), refreshToken)
      if (answer.status !== 200) {
        failures.push(`refresh: ${answer.status} ${JSON.stringify(answer.body)}`)
        return
      }
      const next = tokensOf(answer)
      refreshToken = next.refreshToken
      lifetimes.add(Number(answer.body['expires_in']))
      const { status, body } = await introspect(at(), next.accessToken)
      if (body['active'] !== true) failures.push(`introspect: ${status} ${JSON.stringify(body)}`)
      const page = await fetch(`${at().issuer}/.well-known/openid-configuration`)
      if (page.status !== 200) failures.push(`metadata: ${page.status}`)
      await page.text()
      answered += 3
      await pause(PACE_MS)
    }
  }

  const tokens: Tokens[] = []
  for (let client = 0; client < clients; client++) tokens.push(await obtainTokens(server))
  const lives = tokens.map((own) =>
    live(own).catch((error: unknown) => void failures.push(String(error))),
  )
  return {
    failures,
    lifetimes,
    answered: () => answered,
    rest: () => pause(PACE_MS),
    async stop() {
      isOver = true
      await Promise.all(lives)
    },
  }
}

/** A form whose second half is sent later, over a connection that is kept. */
export function slowForm(
  { issuer }: RunningServer,
  { path, form, authorization }: { path: string; form: string; authorization: string },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const half = Math.floor(form.length / 2)
  const sending = request(`${issuer}${path}`, {
    agent,
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': form.length,
    },
  })
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    sending.once('error', reject)
    sending.once('response', async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode ?? 0, body })
    })
  })
  sending.write(form.slice(0, half))
  return {
    async finish() {
      sending.end(form.slice(half))
      return answer
    },
    /** One more request over the same connection, and whether it really was the same. */
    async again() {
      await answer
      return new Promise<boolean>((resolve, reject) => {
        const next = request(`${issuer}/health/live`, { agent }, (response) => {
          response.resume().once('end', () => resolve(next.reusedSocket))
        })
        next.once('error', reject).end()
      })
    },
    close: () => agent.destroy(),
  }
}
