/** What the owner of an account does with its passkeys. */

import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { isName, tidyName } from '../people/account-properties.ts'
import {
  type PasskeyAnswer,
  type PasskeyRefused,
  refused,
  useUp,
  whyNotNow,
} from '../people/passkeys/prove.ts'
import { readResponse, verifyCreation } from '../people/passkeys/response.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { theAccount } from './permitted.ts'

const MAX_NAME_CHARACTERS = 60

interface PasskeyContext {
  readonly store: Pick<Store, 'passkeys' | 'usedOnce'>
  readonly clock: Clock
}

export type AddPasskeyOutcome =
  | { readonly is: 'added'; readonly id: string; readonly name: string }
  /** It is a passkey of this account, or, which its owner cannot cause, of another. */
  | { readonly is: 'known_already' | 'too_many' }
  | PasskeyRefused

/**
 * Adds the passkey that a browser has just made for the account. `nameFor` gives its name by the model of
 * its authenticator (AAGUID, or null). Rejects only with `StorageUnavailable`.
 */
export const addPasskey = operation(
  { by: ['account'] },
  async (
    context: PasskeyContext,
    actor,
    answer: PasskeyAnswer & { readonly nameFor: (aaguid: string | null) => string },
  ): Promise<AddPasskeyOutcome> => {
    const { store, clock } = context
    const response = readResponse<RegistrationResponseJSON>(answer.credential)
    if (response === undefined) return refused('not_genuine', 'it is no new passkey')
    const { challenge } = response
    const now = clock.now()
    const late = whyNotNow(answer, challenge, now)
    if (late !== undefined) return late
    const made = await verifyCreation(response, { party: answer.party, challenge })
    if (made.is === 'not_genuine') return refused('not_genuine', made.detail)
    if (!(await useUp(context, challenge, now))) {
      return refused('not_begun_here', 'the challenge was used before')
    }
    const { is: _, ...passkey } = made
    const name = answer.nameFor(made.aaguid)
    const inserted = await store.passkeys.insert(
      {
        ...passkey,
        ...{ accountId: actor.id, name, createdAt: now, lastUsedAt: null, suspendedAt: null },
      },
      { by: actor, at: now },
    )
    switch (inserted) {
      case 'inserted':
        return { is: 'added', id: passkey.id, name }
      case 'id_taken':
        return { is: 'known_already' }
      case 'too_many':
        return { is: 'too_many' }
      case 'no_such_account':
        return refused('account_disabled', 'the account is gone')
    }
  },
)

/** The name as it would be kept; undefined if a passkey cannot have it. */
function passkeyName(text: string): string | undefined {
  const tidy = tidyName(text)
  const isGood = tidy !== null && tidy.length <= MAX_NAME_CHARACTERS && isName(tidy)
  return isGood ? tidy : undefined
}

/** Rejects only with `StorageUnavailable`. */
export const renamePasskey = operation(
  { by: ['account'] },
  async (
    { store, clock }: PasskeyContext,
    actor,
    { id, name }: { readonly id: string; readonly name: string },
  ): Promise<{ readonly is: 'renamed' | 'name_invalid' | 'no_such_passkey' }> => {
    const tidy = passkeyName(name)
    if (tidy === undefined) return { is: 'name_invalid' }
    const act = { by: actor, at: clock.now() }
    const renamed = await store.passkeys.rename(actor.id, { id, name: tidy }, act)
    return { is: renamed ? 'renamed' : 'no_such_passkey' }
  },
)

/**
 * Nobody can sign in with it from then on; sessions stay. The last way in stays too. Rejects only with
 * `StorageUnavailable`.
 */
export const removePasskey = operation(
  { by: ['account'] },
  async (
    { store, clock }: PasskeyContext,
    actor,
    { id }: { readonly id: string },
  ): Promise<{ readonly is: 'removed' | 'last_way_in' | 'no_such_passkey' }> => {
    const removal = { id, mayBeLast: false }
    const act = { by: actor, at: clock.now() }
    if (await store.passkeys.remove(actor.id, removal, act)) return { is: 'removed' }
    const found = await store.passkeys.find(id)
    return { is: found?.account.id === actor.id ? 'last_way_in' : 'no_such_passkey' }
  },
)

/** For a person who has lost them: removes all, also the last way in. Returns how many. Rejects as above. */
export const removeAllPasskeys = operation(
  { by: ['operator'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: PasskeyContext,
    actor,
    { accountId }: { readonly accountId: string },
  ): Promise<number> => {
    const act = { by: actor, at: clock.now() }
    const passkeys = await store.passkeys.listOf(accountId)
    const removed = await Promise.all(
      passkeys.map(({ id }) => store.passkeys.remove(accountId, { id, mayBeLast: true }, act)),
    )
    return removed.filter(Boolean).length
  },
)
