/** Whether a secret that the operator has chosen is as hard to guess as one that is made. */

import { chosenSecret } from '../clients/registration.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import type { Problem } from './plan.ts'

/** Undefined if it is. */
export function weakness(secret: string): Problem | undefined {
  try {
    chosenSecret(secret)
    return undefined
  } catch (error) {
    if (!(error instanceof RegistrationRefused)) throw error
    return { at: ['client_secret'], text: error.message }
  }
}
