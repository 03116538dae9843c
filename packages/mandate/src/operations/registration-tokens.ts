/** Initial access tokens (RFC 7591 §1.2): create, delete. */

import { refuseNameProblem } from '../clients/readable-name.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import { newInitialToken } from '../clients/self-registration.ts'
import type { Store } from '../store/port.ts'
import type { RegistrationToken } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface TokenContext {
  readonly store: Pick<Store, 'registrationTokens'>
  readonly clock: Clock
}

export interface TokenDescription extends Pick<RegistrationToken, 'name' | 'scope' | 'usesLeft'> {
  /** How long it is good, in seconds. */
  readonly lifetime: number
}

export type CreateRegistrationTokenOutcome =
  /** `token` is not stored. */
  | { readonly is: 'created'; readonly record: RegistrationToken; readonly token: string }
  /** `sentence` is for the person who entered the value; nothing was changed. */
  | { readonly is: 'invalid'; readonly sentence: string }

/** Creates an initial access token. Rejects only with `StorageUnavailable`. */
export const createRegistrationToken = operation(
  { by: ['operator'], needs: 'clients:write' },
  async (
    {
      store,
      clock,
      random,
      settings,
    }: TokenContext & {
      readonly random: Random
      readonly settings: { readonly clientRegistrationScope: string }
    },
    actor,
    { lifetime, ...description }: TokenDescription,
  ): Promise<CreateRegistrationTokenOutcome> => {
    const sentence = problemOf(description, settings)
    if (sentence !== undefined) return { is: 'invalid', sentence }
    const { token, tokenHash } = newInitialToken(random)
    const id = `registration_token_${Buffer.from(random(15)).toString('base64url')}`
    const now = clock.now()
    const record = { ...description, id, tokenHash, createdAt: now, expiresAt: now + lifetime }
    await store.registrationTokens.insert(record, { by: actor, at: now })
    return { is: 'created', record, token }
  },
)

/** Deletes an initial access token; clients that it registered stay. False if there is none. */
export const deleteRegistrationToken = operation(
  { by: ['operator'], needs: 'clients:write' },
  async (
    { store, clock }: TokenContext,
    actor,
    { id }: { readonly id: string },
  ): Promise<boolean> => store.registrationTokens.delete(id, { by: actor, at: clock.now() }),
)

function problemOf(
  { name, scope }: Pick<TokenDescription, 'name' | 'scope'>,
  { clientRegistrationScope: offered }: { readonly clientRegistrationScope: string },
): string | undefined {
  const wider = scope?.split(' ').find((token) => !offered.split(' ').includes(token))
  if (wider !== undefined) {
    return `The scope "${wider}" is not among what clients may ask for that register themselves: ${offered}. See the setting client_registration_scope.`
  }
  try {
    refuseNameProblem(name)
    return undefined
  } catch (error) {
    if (error instanceof RegistrationRefused) return error.message
    throw error
  }
}
