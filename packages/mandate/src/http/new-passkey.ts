/** A new passkey for an account: the options of its page, and what its form posts. */

import { type AddPasskeyOutcome, addPasskey } from '../operations/passkeys.ts'
import type { Methods } from '../people/assurance.ts'
import { authenticatorName } from '../people/passkeys/authenticators.ts'
import { creationOptions } from '../people/passkeys/options.ts'
import type { Account } from '../store/records.ts'
import { accountActor } from './account/actor.ts'
import { signInOrigin } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { challengesOf, newChallenge } from './passkeys.ts'

/** As JSON; null if passkeys are off. Rejects with `StorageUnavailable`. */
export async function newPasskeyOptions(
  context: HttpContext,
  exchange: Exchange,
  account: Account,
): Promise<string | null> {
  const { ways, store, settings } = context
  if (ways.passkey === undefined) return null
  const options = creationOptions(ways.passkey.party, {
    challenge: newChallenge(context, exchange, { newFor: account.id }),
    account,
    passkeys: await store.passkeys.listOf(account.id),
    brandName: settings.brandName,
  })
  return JSON.stringify(options)
}

/** Adds it, named by its authenticator or else this browser; null if passkeys are off. Rejects as above. */
export async function addNewPasskey(
  context: HttpContext,
  exchange: Exchange,
  {
    account,
    credential,
    proven,
  }: {
    readonly account: Account
    readonly credential: string
    /** How they signed in. */
    readonly proven: Methods
  },
): Promise<AddPasskeyOutcome | null> {
  const { ways, settings } = context
  const { request } = exchange
  if (ways.passkey === undefined) return null
  const { agent } = signInOrigin(context, exchange)
  const outcome = await addPasskey(context, accountActor(exchange, account, proven), {
    credential,
    party: ways.passkey.party,
    askedAt: challengesOf(context, request, { newFor: account.id }),
    nameFor: (aaguid) => authenticatorName(aaguid) ?? (agent || settings.brandName),
  })
  if (outcome.is === 'refused') request.log.info(`A new passkey was refused: ${outcome.detail}.`)
  return outcome
}
