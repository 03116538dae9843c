/** Very many users of a platform, each with a session, a grant and an access token. */

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { deriveAccessToken } from '../src/grants/derivation.ts'
import type { Grant, GrantId } from '../src/grants/grant.ts'
import { ACT } from './act.ts'
import { operatorOf } from './platform.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { account, grant } from './store/contract/samples.ts'

export const PROVIDER = 'acme'
const TOGETHER = 1_000

export interface User {
  readonly subject: string
  readonly accountId: string
  readonly grantId: GrantId
  /** Good for an hour by the server's clock. */
  readonly token: string
}

export interface Crowd {
  readonly server: RunningServer
  readonly users: readonly User[]
  /** The key of the platform's back end. */
  readonly key: string
  /** Sends changes, a line each. */
  send(changes: readonly object[], issuer?: string): Promise<Answer>
}

export type Answer = Readonly<Record<string, unknown>>

interface Sent {
  readonly key?: string
  readonly type?: string
  readonly path?: string
}

/** A server with users `user-0` to `user-…`. It ends with the test. */
export async function gather(
  t: TestContext,
  count: number,
  options: Parameters<typeof startServer>[0] = {},
): Promise<Crowd> {
  const server = await startServer(options)
  t.after(() => server.close())
  const { secret: key } = await operatorOf(server).newKey({ permissions: ['users'] })
  const users: User[] = []
  while (users.length < count) {
    const some = Array.from({ length: Math.min(TOGETHER, count - users.length) }, (_, index) =>
      userOf(server, users.length + index),
    )
    await Promise.all(
      some.map(async ({ user }) => {
        const bare = { ...account, email: null, emailKey: null, passwordHash: null }
        const identity = { provider: PROVIDER, subject: user.subject }
        const made = { ...bare, id: user.accountId }
        assert.equal(await server.store.accounts.insert(made, ACT, [identity]), 'inserted')
      }),
    )
    await Promise.all(some.map(({ grant }) => server.store.grants.insert(grant, ACT)))
    users.push(...some.map(({ user }) => user))
  }
  return {
    ...{ server, users, key },
    async send(changes, issuer = server.issuer) {
      const lines = changes.map((change) => `${JSON.stringify(change)}\n`).join('')
      const { status, body } = await tell(issuer, lines, { key })
      assert.equal(status, 200, JSON.stringify(body))
      return body
    },
  }
}

/** One request to the way back, as it is. */
export async function tell(
  issuer: string,
  body: string,
  { key, type = 'application/x-ndjson', path = '/platform/v1/users' }: Sent = {},
): Promise<{ readonly status: number; readonly body: Answer; readonly headers: Headers }> {
  const response = await fetch(issuer + path, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body,
  })
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, body: text === '' ? {} : JSON.parse(text) }
}

function userOf({ client, keys, clock }: RunningServer, number: number) {
  const now = clock.now()
  const accountId = `account-${number}`
  const made: Grant = {
    ...grant,
    id: number.toString(16).padStart(32, '0') as GrantId,
    ...{ clientId: client.id, subject: { kind: 'account', id: accountId }, resource: [] },
    ...{ scope: 'all', generation: 1, keyId: keys.current, details: null, extras: null },
    ...{ createdAt: now, redeemedAt: now, expiresAt: now + 31_536_000 },
  }
  const token = deriveAccessToken(keys, made, {
    ...{ generation: 1, keyId: keys.current, issuedAt: now, expiresAt: now + 3_600 },
    narrowing: null,
  })
  const user: User = { subject: `user-${number}`, accountId, grantId: made.id, token }
  return { user, grant: made }
}
