/**
 * The jobs of logouts. One kind finishes what the verb that ended a session has left to do, and the
 * other sends a logout token to a client (OpenID Connect Back-Channel Logout 1.0). A client that does
 * not answer gets the same token again, later: the `jti` stays, so it can tell.
 */

import { LOGOUT, LOGOUT_TOKEN } from '../facts/logouts.ts'
import { createFetcher } from '../fetching/fetcher.ts'
import { accountOf, type GrantId } from '../grants/grant.ts'
import { type LogoutTokenContext, logoutTokenFor } from '../oidc/logout-token.ts'
import { subjectAt } from '../oidc/subject.ts'
import type { Settings } from '../settings.ts'
import type { Job, Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { type JobHandler, JobImpossible } from './job.ts'

export interface LogoutContext extends LogoutTokenContext {
  readonly store: Pick<Store, 'logouts' | 'grants' | 'clients' | 'sectors'>
  readonly clock: Clock
  readonly random: Random
  readonly settings: LogoutTokenContext['settings'] & Pick<Settings, 'fetchAllowedHosts' | 'openid'>
}

/** A logout that needs more than this waits for its next turn, so that its lease is long enough. */
const MOST_WRITES = 500
const TIMEOUT_MS = 10_000
/** Nothing in the answer matters but its status. */
const MAX_BYTES = 64 * 1024

/** None if OpenID Connect is off. */
export function createLogoutHandlers(
  context: LogoutContext,
): readonly (readonly [kind: string, handler: JobHandler])[] {
  const { openid, fetchAllowedHosts: allowedHosts } = context.settings
  if (!openid) return []
  const fetch = createFetcher({ allowedHosts })
  return [
    [LOGOUT, (job) => finish(context, job)],
    [LOGOUT_TOKEN, (job) => tell(context, job, fetch)],
  ]
}

async function finish(
  { store, clock }: LogoutContext,
  { input }: Pick<Job, 'input'>,
): Promise<void> {
  const { accountId, grantId, everywhere } = input
  const found = typeof grantId === 'string' && (await store.grants.find(grantId as GrantId))
  const account = found ? accountOf(found.grant) : accountId
  if (typeof account !== 'string') return
  const how = { everywhere: everywhere === true, at: clock.now() }
  for (let write = 0; write < MOST_WRITES; write++) {
    if ((await store.logouts.next(account, how)) === 0) return
  }
  throw new Error('There are more grants; the rest follows.')
}

async function tell(
  context: LogoutContext,
  { id, input }: Pick<Job, 'id' | 'input'>,
  fetch: ReturnType<typeof createFetcher>,
): Promise<void> {
  const { accountId, clientId, sid } = input
  const client = await context.store.clients.find(String(clientId))
  const address = client?.metadata.backchannel_logout_uri
  if (client === undefined || client.disabledAt !== null || address === undefined) return
  const sub = await subjectAt(context, client, String(accountId))
  const token = logoutTokenFor(context, {
    ...{ client, sub, jobId: id, now: context.clock.now() },
    sid: typeof sid === 'string' ? sid : undefined,
  })
  const { status } = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
    ...{ maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS },
  })
  if (status >= 200 && status < 300) return
  const problem = `${new URL(address).host} answered a logout token with the status ${status}`
  // It has read the token and will not take it (Back-Channel Logout §2.8).
  throw status === 400 ? new JobImpossible(`${problem}.`) : new Error(`${problem}.`)
}
