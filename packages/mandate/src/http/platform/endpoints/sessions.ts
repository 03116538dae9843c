/**
 * `POST /platform/v1/users/sessions` tells a platform where one of its users is signed in, and
 * `…/sessions/end` ends one session. `POST /platform/v1/users` ends all of them (`sign_out`).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { endSessionOf } from '../../../operations/sessions.ts'
import { findUser } from '../../../operations/user-changes.ts'
import { isSessionLive } from '../../../people/session.ts'
import { sessionDocument } from '../../../people/session-document.ts'
import type { Account, PlatformKey } from '../../../store/records.ts'
import type { Exchange, HttpContext } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { jsonBody } from '../json-body.ts'
import { requirePlatformKey } from '../platform-key.ts'
import { readUser } from '../user-change.ts'

export const listPlatformSessions =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { account } = await asked(context, { request, reply }, [])
    const { store, clock, settings } = context
    const now = clock.now()
    const all = await store.sessions.listOf(account.id)
    const live = all.filter((one) => isSessionLive(one, { now, settings }))
    return {
      account_id: account.id,
      disabled: account.disabledAt !== null,
      delete_after: account.deletion?.after ?? null,
      sessions: live.map(sessionDocument),
    }
  }

export const endPlatformSession =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { key, account, body } = await asked(context, { request, reply }, ['session_id'])
    const { session_id: id } = body
    if (typeof id !== 'string') {
      const detail = 'session_id is missing: send one of the list.'
      throw new Problem(400, 'invalid_request', { detail, field: 'session_id' })
    }
    const actor = { kind: 'platform', id: key.id } as const
    const { is } = await endSessionOf(context, actor, { accountId: account.id, id })
    return { ended: is === 'ended' }
  }

async function asked(
  context: HttpContext,
  exchange: Exchange,
  more: readonly string[],
): Promise<{
  readonly key: PlatformKey
  readonly account: Account
  readonly body: Readonly<Record<string, unknown>>
}> {
  const key = await requirePlatformKey(context, exchange, 'users')
  const body = jsonBody(exchange.request)
  const user = readUser(body, more)
  if ('code' in user) throw new Problem(400, 'invalid_request', { detail: user.detail })
  const account = await findUser(context.store.accounts, key.provider, user)
  if (account !== undefined) return { key, account, body }
  throw new Problem(404, 'unknown_subject', { detail: 'There is no such user here.' })
}
