/**
 * `POST /platform/v1/users`: the platform reports changes to its users, from one to very many.
 * Invalid changes are refused with their index in the list; the others are made.
 *
 * key ──▶ body, JSON or lines ──▶ batches of changes, in order ──▶ report
 *
 * If a request ends early (the storage is unavailable, the server stops, the sender disconnects),
 * the changes made so far stay. The platform sends the list again; those changes then count as
 * unchanged.
 */

import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { changeUsers, type UserChange } from '../../../operations/user-changes.ts'
import type { PlatformKey } from '../../../store/records.ts'
import type { Exchange, HttpContext } from '../../context.ts'
import { RETRY_AFTER_SECONDS } from '../../error-response.ts'
import { Problem } from '../../problem.ts'
import { jsonBody } from '../json-body.ts'
import { LINES_TYPE, receiveLines } from '../lines.ts'
import { requirePlatformKey } from '../platform-key.ts'
import { createReporter, type Report } from '../report.ts'
import { readChange } from '../user-change.ts'

/**
 * Small enough that a refresh behind a batch waits only a few milliseconds, and large enough to
 * share a transaction.
 */
const CHANGES_AT_ONCE = 100
/** Per process. Each may hold the largest body in memory. */
const LISTS_AT_ONCE = 2
/** Longer than the largest list takes on a slow machine. The response starts only at the end. */
const LONGEST_MILLISECONDS = 600_000

export const changePlatformUsers = (context: HttpContext) => {
  let lists = 0
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const key = await requirePlatformKey(context, { request, reply }, 'users')
    const { body } = request
    const asked = { request, reply, key }
    if (!(body instanceof Readable)) return makeChanges(context, asked, [listIn(request)])
    if (lists >= LISTS_AT_ONCE)
      throw tryAgain(reply, 'This server is already processing long lists')
    lists += 1
    try {
      const lines = await receiveLines(body, CHANGES_AT_ONCE)
      request.raw.socket.setTimeout(LONGEST_MILLISECONDS)
      return await makeChanges(context, asked, lines)
    } finally {
      lists -= 1
    }
  }
}

async function makeChanges(
  context: HttpContext,
  { request, reply, key }: Exchange & { readonly key: PlatformKey },
  lists: Iterable<readonly unknown[]>,
): Promise<Report> {
  const { add, report } = createReporter()
  const actor = { kind: 'platform', id: key.id } as const
  for (const values of lists) {
    if (context.draining.hasBegun) throw tryAgain(reply, 'This server is stopping')
    // A sender that does not wait for the report will send the list again.
    if (request.raw.socket.destroyed) break
    const read = values.map(readChange)
    const changes = read.filter((one) => 'change' in one)
    const { provider } = key
    const outcomes = (await changeUsers(context, actor, { provider, changes })).values()
    for (const one of read) {
      if ('change' in one) add(outcomes.next().value ?? 'unknown', nameOf(one))
      else add(one, '')
    }
  }
  return report()
}

function nameOf({ user }: UserChange): string {
  return 'subject' in user ? user.subject : user.accountId
}

function listIn(request: FastifyRequest): readonly unknown[] {
  const { changes } = jsonBody(request)
  if (Array.isArray(changes)) return changes
  throw new Problem(400, 'invalid_request', {
    detail: `Send {"changes":[…]}, or one change a line as ${LINES_TYPE}.`,
    field: 'changes',
  })
}

function tryAgain(reply: FastifyReply, because: string): Problem {
  reply.header('Retry-After', RETRY_AFTER_SECONDS)
  return new Problem(503, 'temporarily_unavailable', {
    detail: `${because}. Send the list again; the changes made so far stay.`,
  })
}
