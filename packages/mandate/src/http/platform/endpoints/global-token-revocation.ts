/**
 * `POST /platform/v1/global-token-revocation` (draft-parecki-oauth-global-token-revocation): all
 * sessions and grants of one user end. The user is named by a subject identifier (RFC 9493).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { endAccess } from '../../../operations/account-ends.ts'
import { findAccount } from '../../../people/account.ts'
import {
  type Named,
  readSubjectIdentifier,
  type SubjectRefused,
} from '../../../people/subject-identifiers.ts'
import type { ReadStore } from '../../../store/read-only.ts'
import type { Account } from '../../../store/records.ts'
import type { HttpContext } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { jsonBody } from '../json-body.ts'
import { requirePlatformKey } from '../platform-key.ts'

export const revokeGlobally =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const key = await requirePlatformKey(context, { request, reply }, 'users')
    const { sub_id: identifier } = jsonBody(request)
    const { issuer } = context.settings
    const named = readSubjectIdentifier(identifier, { issuer, provider: key.provider })
    if ('is' in named) throw refused(named)
    const found = await Promise.all(named.map((one) => find(context.store, one)))
    const accounts = new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one]])))
    if (accounts.size > 1) {
      throw new Problem(422, 'subject_ambiguous', {
        detail: 'The aliases belong to different users.',
        field: 'sub_id',
      })
    }
    const [accountId] = accounts.keys()
    const actor = { kind: 'platform', id: key.id } as const
    const ended = accountId !== undefined && (await endAccess(context, actor, { accountId }))
    if (ended === false || ended.is === 'no_such_account') {
      throw new Problem(404, 'unknown_subject', {
        detail: 'There is no user with this identifier, so nothing was ended.',
        field: 'sub_id',
      })
    }
    return reply.code(204).send()
  }

async function find({ accounts }: ReadStore, named: Named): Promise<Account | undefined> {
  switch (named.by) {
    case 'account':
      return accounts.find(named.accountId)
    case 'identity':
      return accounts.findByIdentity(named.provider, named.subject)
    case 'email':
      return findAccount(accounts, named.email)
  }
}

function refused({ is, format }: SubjectRefused): Problem {
  const detail =
    is === 'malformed'
      ? 'sub_id is not a subject identifier of RFC 9493, such as {"format":"opaque","id":"4711"}.'
      : `This server does not support the format ${format}. Use opaque with your own id, iss_sub with this server's issuer or the provider of your key, email, account, or aliases of these.`
  return new Problem(400, is === 'malformed' ? 'invalid_request' : 'unsupported_subject', {
    detail,
    field: 'sub_id',
  })
}
