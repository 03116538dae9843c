/**
 * Who an account or a client is as an operator, and what they may do now. It is read at each
 * request, so that a role that was taken away, and an account that was disabled, count at once.
 */

import type { RemoteOperator } from '../facts/actor.ts'
import { common, permissionsIn } from '../operators/permissions.ts'
import { doesRoleCount, permissionsOf } from '../operators/roles.ts'
import type { ReadStore } from '../store/read-only.ts'

interface Asking {
  readonly from?: RemoteOperator['from']
}

export interface ActingContext {
  readonly store: Pick<ReadStore, 'operators'>
  readonly settings: { readonly consoleRequiresSecondFactor?: boolean }
}

/**
 * The owner of an account, who signed in at the console or has a token. `scope`, the token's, narrows
 * what the role allows. Undefined if they are no operator, or their account is disabled; `unconfirmed`
 * if somebody who had proved one factor only added a way to sign in, and it may not have been them.
 * Rejects only with `StorageUnavailable`.
 */
export async function operatorOfAccount(
  { store, settings }: ActingContext,
  asking: Asking & { readonly accountId: string } & (
      | { readonly via: 'console'; readonly scope?: never }
      | { readonly via: 'api'; readonly scope: string }
    ),
): Promise<RemoteOperator | 'unconfirmed' | undefined> {
  const { accountId, via, scope, from } = asking
  const operator = await store.operators.findActive(accountId)
  if (operator === undefined) return undefined
  if (!doesRoleCount(operator, settings)) return 'unconfirmed'
  const ofRole = permissionsOf(operator.role)
  return {
    ...{ kind: 'operator', via, id: `account:${accountId}` },
    permissions: scope === undefined ? ofRole : common(ofRole, permissionsIn(scope.split(' '))),
    ...(from !== undefined && { from }),
  }
}

/**
 * A program with a token of its own (RFC 6749 §4.4): it may do what is in the token's scope and still
 * in the client's. Undefined if the client is gone or disabled. Rejects as above.
 */
export async function operatorOfClient(
  { store }: { readonly store: Pick<ReadStore, 'clients'> },
  { clientId, scope, from }: Asking & { readonly clientId: string; readonly scope: string },
): Promise<RemoteOperator | undefined> {
  const client = await store.clients.find(clientId)
  if (client === undefined || client.disabledAt !== null) return undefined
  const [ofToken, ofClient] = [scope, client.scope].map((one) => permissionsIn(one.split(' ')))
  return {
    ...{ kind: 'operator', via: 'api', id: `client:${clientId}` },
    permissions: common(ofToken ?? new Set(), ofClient ?? new Set()),
    ...(from !== undefined && { from }),
  }
}
