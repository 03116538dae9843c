/**
 * The secret of a webhook. Signing takes the secret itself, so a hash is not enough: it is encrypted
 * under a server key and bound to the endpoint, as the secrets of clients that sign are.
 */

import { openSecret, sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Endpoint } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'

/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32

/** `whsec_` and base64, as the libraries of Standard Webhooks take it. */
export function newWebhookSecret(random: Random): string {
  return `whsec_${Buffer.from(random(SECRET_BYTES)).toString('base64')}`
}

export function sealWebhookSecret(
  by: { readonly keys: KeyRing; readonly random: Random },
  { endpointId, secret }: { readonly endpointId: string; readonly secret: string },
): string {
  return sealSecret(by, { clientId: endpointId, secret })
}

/**
 * The secrets that sign now, the newest first. None if the server key that they are encrypted under
 * was retired.
 */
export function webhookSecrets(
  keys: KeyRing,
  { id, secret }: Pick<Endpoint, 'id' | 'secret'>,
  now: number,
): readonly string[] {
  if (secret === null) return []
  const { sealed, previous } = secret
  const isPreviousGood = previous !== null && previous.expiresAt > now
  return [sealed, ...(isPreviousGood ? [previous.sealed] : [])].flatMap(
    (one) => openSecret(keys, id, one) ?? [],
  )
}
