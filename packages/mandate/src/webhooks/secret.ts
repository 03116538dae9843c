/**
 * The secret of a webhook. Signing takes the secret itself, so a hash is not enough: it is encrypted
 * under a server key and bound to the endpoint, as the secrets of clients that sign are.
 */

import { openSecret, sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Endpoint } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'

const SECRET_BYTES = 32
/** Standard Webhooks, "Signature scheme": between 24 and 64 bytes. */
const CHOSEN = { least: 24, most: 64 } as const
const FORM = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/

/** `whsec_` and base64, as the libraries of Standard Webhooks take it. */
export function newWebhookSecret(random: Random): string {
  return `whsec_${Buffer.from(random(SECRET_BYTES)).toString('base64')}`
}

/** What is wrong with a secret that the operator has chosen, as a sentence; undefined if nothing is. */
export function webhookSecretProblem(secret: string): string | undefined {
  const [, text = ''] = FORM.exec(secret) ?? []
  const { length } = Buffer.from(text, 'base64')
  return length >= CHOSEN.least && length <= CHOSEN.most
    ? undefined
    : `The secret of a webhook has to be whsec_ and then ${CHOSEN.least} to ${CHOSEN.most} random bytes in base64.`
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
