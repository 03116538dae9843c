/** What the owner of an account does with its passkeys. */

import type { RegistrationResponseJSON } from '@simplewebauthn/server'
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
  ['account'],
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
